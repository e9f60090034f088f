import { NO_REWIRING, type Rewiring, rewiringOf, type WiredRule } from './delivery.ts';
import type { DesiredRule } from './desired-rule.ts';
import { formatDestination } from './destination.ts';
import { expandEventType, gatherEventTypes } from './event-type.ts';
import type { LiveRule } from './live-rule.ts';
import { conflictsOf, type PlanConflict } from './plan-conflicts.ts';
import type { Provider } from './providers/index.ts';
import { formatResource } from './resource.ts';
import { formatReport } from './rule-file-rule.ts';
import { asksForTheSame, sameTexts } from './rule-identity.ts';

/** What makes the live rules those that a file asks for; pure, so that `diff` and `--dry-run` can show it. */

export type PlannedChange =
  | {
      readonly kind: 'create';
      readonly rule: DesiredRule;
      /** The rule of another bucket that is lost to it, where a name is unique in the account and overwrites. */
      readonly takes?: LiveRule;
    }
  /** A rule cannot be modified: it is deleted and made anew. */
  | {
      readonly kind: 'replace';
      readonly rule: DesiredRule;
      readonly live: WiredRule;
      readonly differences: readonly Difference[];
      /** What comes and goes among the subscriptions of its topic. */
      readonly rewiring: Rewiring;
    }
  /** The rule stays; only subscriptions of its topic come or go. */
  | {
      readonly kind: 'rewire';
      readonly rule: DesiredRule;
      readonly live: WiredRule;
      readonly rewiring: Rewiring;
    }
  | { readonly kind: 'delete'; readonly live: WiredRule }
  | { readonly kind: 'keep'; readonly rule: DesiredRule; readonly live: WiredRule }
  /** Not in the file, and left alone. */
  | { readonly kind: 'foreign'; readonly live: WiredRule };

/** All that the live rule has, and all that the file wants in its place. */
export interface Difference {
  readonly member: 'bucket' | 'events' | 'match' | 'to' | 'direct' | 'method' | 'report';
  readonly was: readonly string[];
  readonly becomes: readonly string[];
}

export interface Plan {
  /** The file's rules in its order, then what is live besides. */
  readonly changes: readonly PlannedChange[];
  /** Why it cannot be carried out; empty when it can. */
  readonly conflicts: readonly PlanConflict[];
}

export interface PlanRequest {
  readonly desired: readonly DesiredRule[];
  readonly live: readonly WiredRule[];
  /** Rules of the same names outside of what is planned. */
  readonly elsewhere?: readonly LiveRule[];
  readonly provider: Provider;
  /** Delete what the file does not name, in these buckets. */
  readonly prune: boolean;
  readonly buckets: readonly string[];
}

export function planChanges({ desired, live, elsewhere, provider, prune, buckets }: PlanRequest): Plan {
  const names = new Set(desired.map(({ name }) => name));
  const changes = [
    ...desired.map((rule) => changeFor(rule, live, provider, elsewhere)),
    ...live
      .filter(({ name }) => !names.has(name))
      .map(
        (rule): PlannedChange => ({
          kind: prune && buckets.includes(rule.bucket) ? 'delete' : 'foreign',
          live: rule,
        }),
      ),
  ];
  return { changes, conflicts: conflictsOf(changes, provider) };
}

/** Whether anything is different at all. */
export function isEmptyPlan({ changes }: Plan): boolean {
  return changes.every(({ kind }) => kind === 'keep' || kind === 'foreign');
}

function changeFor(
  rule: DesiredRule,
  live: readonly WiredRule[],
  provider: Provider,
  elsewhere: readonly LiveRule[] = [],
): PlannedChange {
  const namesake = live.find(({ name }) => name === rule.name);
  if (namesake === undefined) {
    const takes = elsewhere.find(({ name }) => name === rule.name);
    return { kind: 'create', rule, ...(takes && { takes }) };
  }
  const differences = differencesBetween(rule, namesake, provider);
  const rewiring = provider.destinations.required ? NO_REWIRING : rewiringOf(rule, namesake);
  if (differences.length > 0) return { kind: 'replace', rule, live: namesake, differences, rewiring };
  return rewiring.subscribe.length + rewiring.unsubscribe.length > 0
    ? { kind: 'rewire', rule, live: namesake, rewiring }
    : { kind: 'keep', rule, live: namesake };
}

/** What of the rule itself is different; subscriptions of its topic are not part of it. */
export function differencesBetween(rule: DesiredRule, live: WiredRule, provider: Provider): Difference[] {
  return [
    ...(rule.bucket === live.bucket ? [] : [difference('bucket', [live.bucket], [rule.bucket])]),
    ...askedDifferences(rule, live, provider),
    ...(provider.destinations.required ? calledDifferences(rule, live) : endpointDifferences(rule, live)),
  ];
}

function askedDifferences(rule: DesiredRule, live: WiredRule, provider: Provider): Difference[] {
  const sameEvents = asksForTheSame(
    { ...rule, bucket: '', resources: [] },
    { ...live, bucket: '', resources: [] },
    provider,
  );
  const [was, becomes] = [live, rule].map(({ resources }) => resources.map(formatResource));
  return [
    ...(sameEvents
      ? []
      : [difference('events', eventsInWords(live.events, provider), eventsInWords(rule.events, provider))]),
    ...(sameTexts(was ?? [], becomes ?? []) ? [] : [difference('match', was ?? [], becomes ?? [])]),
  ];
}

/** OSS: the one receiver that the rule itself names. A file without a topic is content with any. */
function endpointDifferences({ destinations, direct }: DesiredRule, live: WiredRule): Difference[] {
  const queue = live.endpoint?.type === 'queue' ? `queue:${live.endpoint.value}` : undefined;
  if (direct) {
    const wanted = destinations.map(formatDestination);
    return queue !== undefined && wanted.includes(queue)
      ? []
      : [difference('to', [queue ?? `topic:${live.topic ?? ''}`], wanted)];
  }
  const topic = destinations.find(({ kind }) => kind === 'topic');
  if (queue !== undefined) {
    const wanted = topic
      ? formatDestination(topic)
      : live.topic
        ? `topic:${live.topic}`
        : 'a topic of its own';
    return [difference('direct', ['true'], ['false']), difference('to', [queue], [wanted])];
  }
  const has = `topic:${live.topic ?? ''}`;
  return topic === undefined || formatDestination(topic) === has
    ? []
    : [difference('to', [has], [formatDestination(topic)])];
}

/** KS3: the URLs that it calls, how, and where it lists what failed. */
function calledDifferences(rule: DesiredRule, live: WiredRule): Difference[] {
  const was = live.subscriptions.map(({ value }) => value);
  const becomes = rule.destinations.map(formatDestination);
  const [report, wanted] = [live, rule].map((one) => (one.report ? [formatReport(one.report)] : []));
  return [
    ...(sameTexts(was, becomes) ? [] : [difference('to', was, becomes)]),
    ...((rule.method ?? 'POST') === (live.method ?? 'POST')
      ? []
      : [difference('method', [live.method ?? 'POST'], [rule.method ?? 'POST'])]),
    ...(sameTexts(report ?? [], wanted ?? []) ? [] : [difference('report', report ?? [], wanted ?? [])]),
  ];
}

/** KS3 holds the types behind a wildcard; in a file they are the wildcard. */
function eventsInWords(events: readonly string[], provider: Provider): readonly string[] {
  if (provider.sendsWildcards) return events;
  return gatherEventTypes(
    events.flatMap((type) => expandEventType(type, provider)),
    provider,
  );
}

function difference(
  member: Difference['member'],
  was: readonly string[],
  becomes: readonly string[],
): Difference {
  return { member, was, becomes };
}
