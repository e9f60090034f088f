import { type DeliveryStyle, type DesiredRule, USUAL_STYLE } from './desired-rule.ts';
import { type Destination, formatDestination } from './destination.ts';
import type { LiveRule } from './live-rule.ts';

/** A subscription of a rule's topic. */
export interface Delivery {
  /** Of the subscription. */
  readonly name: string;
  readonly to: Exclude<Destination, { kind: 'topic' }>;
  readonly style: DeliveryStyle;
  /** Whether it carries the rule's name: then the rule's maker made it. */
  readonly own: boolean;
}

/** A live rule with what is subscribed to its topic; without `deliveries` where that was not looked at. */
export interface WiredRule extends LiveRule {
  readonly deliveries?: readonly Delivery[];
}

/** What separates the subscriptions that are there from those that are wanted. */
export interface Rewiring {
  readonly subscribe: readonly Exclude<Destination, { kind: 'topic' }>[];
  readonly unsubscribe: readonly Delivery[];
}

/** Subscriptions that somebody else made are never taken away, and never made a second time. */
export function rewiringOf(desired: DesiredRule, live: WiredRule): Rewiring {
  const wanted = desired.destinations.filter((destination) => destination.kind !== 'topic');
  const deliveries = live.deliveries;
  if (desired.direct) return { subscribe: [], unsubscribe: [] };
  if (deliveries === undefined) {
    const there = live.subscriptions.map(({ type, value }) => (type === 'http' ? value : `${type}:${value}`));
    return { subscribe: wanted.filter((to) => !there.includes(formatDestination(to))), unsubscribe: [] };
  }
  const unsubscribe = deliveries.filter((delivery) => delivery.own && !isWanted(delivery, desired));
  const staying = deliveries.filter((delivery) => !unsubscribe.includes(delivery));
  const reached = new Set(staying.map(({ to }) => formatDestination(to)));
  return { subscribe: wanted.filter((to) => !reached.has(formatDestination(to))), unsubscribe };
}

function isWanted(
  { to, style }: Delivery,
  { destinations, style: wanted = USUAL_STYLE }: DesiredRule,
): boolean {
  return (
    destinations.some((destination) => formatDestination(destination) === formatDestination(to)) &&
    style.format === wanted.format &&
    style.retry === wanted.retry
  );
}

/** The console and this program name a rule's own topic so; what follows the last hyphen is chosen by whoever made it. */
export function isTopicOf(topic: string, rule: string): boolean {
  return /^[^-]+$/.test(afterPrefix(topic, `mns-en-topics-oss-${rule}-`));
}

export function isSubscriptionOf(subscription: string, rule: string): boolean {
  return /^\d+-[^-]+$/.test(afterPrefix(subscription, `mns-en-subs-oss-${rule}-`));
}

function afterPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}
