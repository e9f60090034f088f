import { expandEventType, normaliseEventType } from './event-type.ts';
import type { LiveRule } from './live-rule.ts';
import type { Provider } from './providers/index.ts';
import { formatResource } from './resource.ts';
import type { Rule } from './rule.ts';

/** When two rules are the same: lists are sets, since no service keeps their order. */

/** Same bucket, events and descriptions. */
export function asksForTheSame(one: Rule, other: Rule, provider: Provider): boolean {
  return (
    one.bucket === other.bucket &&
    sameTexts(eventsOf(one, provider), eventsOf(other, provider)) &&
    sameTexts(one.resources.map(formatResource), other.resources.map(formatResource))
  );
}

/** Equal texts mean that nobody has changed the rule; who else is subscribed to its topic is not part of it. */
export function ruleFingerprint(rule: LiveRule, provider: Provider): string {
  const { name, bucket, resources, topic, endpoint, method, report, subscriptions } = rule;
  const called = method === undefined ? [] : subscriptions.map(({ value }) => value).sort();
  return JSON.stringify([
    [name, bucket, eventsOf(rule, provider).sort(), resources.map(formatResource).sort()],
    [topic, endpoint?.type, endpoint?.value, method, report?.bucket, report?.prefix, called],
  ]);
}

/** What the two lists have in common does not count; the rest of each, in order. */
export function differenceOf(one: readonly string[], other: readonly string[]): [string[], string[]] {
  return [one.filter((text) => !other.includes(text)), other.filter((text) => !one.includes(text))];
}

export function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return differenceOf([...one], other).every((rest) => rest.length === 0);
}

/** Where wildcards travel as the types behind them, they are those types. */
function eventsOf({ events }: Rule, provider: Provider): string[] {
  const types = events.map((type) => normaliseEventType(type, provider));
  if (provider.sendsWildcards) return [...new Set(types)];
  return [...new Set(types.flatMap((type) => expandEventType(type, provider)))];
}
