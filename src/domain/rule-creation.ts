import type { Destination } from './destination.ts';
import { type Overlap, overlapsBetween } from './overlap.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';

/** One change in the cloud, in the order in which it is made. */
export type CreationStep =
  | { readonly kind: 'create-topic'; readonly topic: string }
  | {
      readonly kind: 'subscribe';
      readonly topic: string;
      readonly subscription: string;
      readonly to: Exclude<Destination, { kind: 'topic' }>;
    }
  | { readonly kind: 'create-rule'; readonly rule: Rule; readonly endpoint: RuleEndpoint };

/** The one receiver that the rule itself names. */
export interface RuleEndpoint {
  readonly type: 'topic' | 'queue';
  readonly value: string;
}

export type CreationPlan =
  | { readonly kind: 'create'; readonly steps: readonly CreationStep[]; readonly endpoint: RuleEndpoint }
  | { readonly kind: 'exists' }
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'too-many'; readonly limit: number }
  | { readonly kind: 'overlap'; readonly overlaps: readonly Overlap[] };

export interface CreationRequest {
  readonly rule: Rule;
  readonly destinations: readonly Destination[];
  /** Send straight to one queue, without a topic. */
  readonly direct: boolean;
  /** Leave overlaps to the service's judgement. */
  readonly force: boolean;
  /** Treat what is only suspicious as refused. */
  readonly strict: boolean;
  /** For the names that nobody chose; 16 digits, as the console makes them. */
  readonly digits: string;
}

/** What creating the rule takes, given the rules that exist; pure, so that `--dry-run` can print it. */
export function planCreation(
  request: CreationRequest,
  live: readonly Rule[],
  provider: Provider,
): CreationPlan {
  const { rule } = request;
  const namesake = live.find(({ name }) => name === rule.name);
  if (namesake) return sameRule(namesake, rule) ? { kind: 'exists' } : { kind: 'name-taken' };
  const scope = provider.ruleScope === 'bucket' ? live.filter(({ bucket }) => bucket === rule.bucket) : live;
  if (scope.length >= provider.maxRules && !request.force)
    return { kind: 'too-many', limit: provider.maxRules };
  const overlaps = live
    .flatMap((other) => overlapsBetween(rule, other, provider))
    .filter((overlap) => counts(overlap, request));
  if (overlaps.length > 0) return { kind: 'overlap', overlaps };
  return { kind: 'create', steps: stepsFor(request), endpoint: endpointOf(request) };
}

function counts({ level }: Overlap, { force, strict }: CreationRequest): boolean {
  return !force && (level === 'error' || strict);
}

function sameRule(a: Rule, b: Rule): boolean {
  const text = ({ bucket, events, resources }: Rule) =>
    JSON.stringify([
      bucket,
      [...events].sort(),
      resources.map((resource) => JSON.stringify(resource)).sort(),
    ]);
  return text(a) === text(b);
}

/** The topic is made first and the rule last: nothing fires before everything behind it stands. */
function stepsFor(request: CreationRequest): CreationStep[] {
  const { rule, destinations, digits } = request;
  const endpoint = endpointOf(request);
  const createRule: CreationStep = { kind: 'create-rule', rule, endpoint };
  if (endpoint.type === 'queue') return [createRule];
  const topic = endpoint.value;
  const receivers = destinations.filter((destination) => destination.kind !== 'topic');
  const subscriptions = receivers.map((to, index): CreationStep => {
    return {
      kind: 'subscribe',
      topic,
      subscription: `mns-en-subs-oss-${rule.name}-${index + 1}-${digits}`,
      to,
    };
  });
  return [{ kind: 'create-topic', topic }, ...subscriptions, createRule];
}

function endpointOf({ rule, destinations, direct, digits }: CreationRequest): RuleEndpoint {
  const queue = destinations.find((destination) => destination.kind === 'queue');
  if (direct && queue) return { type: 'queue', value: queue.name };
  const topic = destinations.find((destination) => destination.kind === 'topic');
  return { type: 'topic', value: topic?.name ?? `mns-en-topics-oss-${rule.name}-${digits}` };
}
