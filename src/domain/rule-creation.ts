import { isTopicOf, rewiringOf, type WiredRule } from './delivery.ts';
import { type DeliveryStyle, type DesiredRule, USUAL_STYLE } from './desired-rule.ts';
import type { Destination } from './destination.ts';
import type { LiveRule } from './live-rule.ts';
import { type Overlap, overlapsBetween } from './overlap.ts';
import { differencesBetween } from './plan.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';
import type { RuleEndpoint } from './rule-endpoint.ts';
import { topicMarkBytes } from './topic-mark.ts';

/** One change in the cloud, in the order in which it is made. */
export type CreationStep =
  | {
      readonly kind: 'create-topic';
      readonly topic: string;
      /** The mark of a topic whose name does not say for which rule it is made. */
      readonly maximumMessageBytes?: number;
    }
  | {
      readonly kind: 'subscribe';
      readonly topic: string;
      readonly subscription: string;
      readonly to: Exclude<Destination, { kind: 'topic' }>;
      readonly style: DeliveryStyle;
    }
  | { readonly kind: 'create-rule'; readonly rule: Rule; readonly endpoint: RuleEndpoint };

export type CreationPlan =
  | {
      readonly kind: 'create';
      readonly steps: readonly CreationStep[];
      readonly endpoint: RuleEndpoint;
      /** What is suspicious, and nevertheless left to the service. */
      readonly suspicions: readonly Overlap[];
      /** The rule whose place it takes, where a name given again overwrites. */
      readonly overwrites?: LiveRule;
    }
  | { readonly kind: 'exists' }
  /** `apart`: in what the rule of this name differs. */
  | { readonly kind: 'name-taken'; readonly apart: readonly string[] }
  | { readonly kind: 'too-many'; readonly limit: number }
  | { readonly kind: 'overlap'; readonly overlaps: readonly Overlap[] };

export interface CreationRequest {
  readonly rule: DesiredRule;
  /** Leave overlaps to the service's judgement. */
  readonly force: boolean;
  /** Treat what is only suspicious as refused. */
  readonly strict: boolean;
  /** For the names that nobody chose; 16 digits, as the console makes them. */
  readonly digits: string;
  /** Rules of this name in other buckets, where a name given again overwrites whatever its bucket. */
  readonly elsewhere?: readonly LiveRule[];
}

/** What creating the rule takes, given the rules that exist; pure, so that `--dry-run` can print it. */
export function planCreation(
  request: CreationRequest,
  live: readonly WiredRule[],
  provider: Provider,
): CreationPlan {
  const { rule, force } = request;
  const namesake = live.find(({ name }) => name === rule.name);
  const apart = namesake ? membersApart(rule, namesake, provider) : [];
  if (namesake && apart.length === 0) return { kind: 'exists' };
  if (namesake && provider.reusedName === 'refused') return { kind: 'name-taken', apart };
  const others = live.filter((other) => other !== namesake);
  const scope =
    provider.ruleScope === 'bucket' ? others.filter(({ bucket }) => bucket === rule.bucket) : others;
  if (scope.length >= provider.maxRules && !force) return { kind: 'too-many', limit: provider.maxRules };
  const overlaps = others.flatMap((other) => overlapsBetween<Rule>(rule, other, provider));
  const refused = overlaps.filter((overlap) => counts(overlap, request));
  if (refused.length > 0) return { kind: 'overlap', overlaps: refused };
  const { steps, endpoint } = stepsFor(rule, request.digits);
  const overwrites = namesake ?? request.elsewhere?.find(({ name }) => name === rule.name);
  return { kind: 'create', steps, endpoint, suspicions: overlaps, ...(overwrites && { overwrites }) };
}

/** Of the rule itself, and of what is subscribed to its topic in its name. */
function membersApart(rule: DesiredRule, live: WiredRule, provider: Provider): string[] {
  const own = differencesBetween(rule, live, provider).map(({ member }) => member);
  if (provider.destinations.required) return own;
  const { subscribe, unsubscribe, restyle } = rewiringOf(rule, live);
  const styles = restyle.flatMap(({ was, becomes }) => [
    ...(was.format === becomes.format ? [] : ['format']),
    ...(was.retry === becomes.retry ? [] : ['retry']),
  ]);
  const receives = subscribe.length > restyle.length || unsubscribe.length > restyle.length ? ['to'] : [];
  return [...new Set<string>([...own, ...receives, ...styles])];
}

function counts({ level }: Overlap, { force, strict }: CreationRequest): boolean {
  return !force && (level === 'error' || strict);
}

/**
 * Everything that the rule needs, in order: the topic is made first and the rule last, so that nothing fires before
 * everything behind it stands. `topic` is that of a rule which this one replaces.
 */
export function stepsFor(
  rule: DesiredRule,
  digits: string,
  topic?: string,
): { readonly steps: CreationStep[]; readonly endpoint: RuleEndpoint } {
  const endpoint = endpointOf(rule, digits, topic);
  const createRule: CreationStep = { kind: 'create-rule', rule: askedFor(rule), endpoint };
  if (endpoint.type !== 'topic') return { steps: [createRule], endpoint };
  const mark = !isTopicOf(endpoint.value, rule.name) && { maximumMessageBytes: topicMarkBytes(rule.name) };
  const createTopic: CreationStep = { kind: 'create-topic', topic: endpoint.value, ...mark };
  return { steps: [createTopic, ...subscriptionSteps(rule, endpoint.value, digits), createRule], endpoint };
}

/** One subscription for every receiver of the topic. */
export function subscriptionSteps(
  { name, destinations, style = USUAL_STYLE }: DesiredRule,
  topic: string,
  digits: string,
): Extract<CreationStep, { kind: 'subscribe' }>[] {
  const receivers = destinations.filter((destination) => destination.kind !== 'topic');
  return receivers.map((to, index) => ({
    kind: 'subscribe',
    topic,
    subscription: `mns-en-subs-oss-${name}-${index + 1}-${digits}`,
    to,
    style,
  }));
}

function askedFor({ name, bucket, events, resources }: DesiredRule): Rule {
  return { name, bucket, events, resources };
}

function endpointOf(rule: DesiredRule, digits: string, topic: string | undefined): RuleEndpoint {
  const { destinations, direct, method, report } = rule;
  // Only KS3's rules have a method: it calls the URLs itself.
  if (method !== undefined) {
    const urls = destinations.flatMap((each) => (each.kind === 'url' ? [each.url] : []));
    return { type: 'http', urls, method, ...(report && { report }) };
  }
  const queue = destinations.find((destination) => destination.kind === 'queue');
  if (direct && queue) return { type: 'queue', value: queue.name };
  const named = destinations.find((destination) => destination.kind === 'topic');
  return { type: 'topic', value: named?.name ?? topic ?? `mns-en-topics-oss-${rule.name}-${digits}` };
}
