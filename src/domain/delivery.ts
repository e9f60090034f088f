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
  readonly subscribe: readonly Receiving[];
  readonly unsubscribe: readonly Delivery[];
  /** Those that are in both lists, since a subscription cannot be told another format: what is different. */
  readonly restyle: readonly Restyling[];
}

export interface Restyling {
  readonly to: Receiving;
  readonly was: DeliveryStyle;
  readonly becomes: DeliveryStyle;
}

type Receiving = Exclude<Destination, { kind: 'topic' }>;

export const NO_REWIRING: Rewiring = { subscribe: [], unsubscribe: [], restyle: [] };

/** Subscriptions that somebody else made are never taken away, and never made a second time. */
export function rewiringOf(desired: DesiredRule, live: WiredRule): Rewiring {
  const wanted = desired.destinations.filter((destination) => destination.kind !== 'topic');
  const deliveries = live.deliveries;
  if (desired.direct) return NO_REWIRING;
  if (deliveries === undefined) {
    const there = live.subscriptions.map(({ type, value }) => (type === 'http' ? value : `${type}:${value}`));
    return { ...NO_REWIRING, subscribe: wanted.filter((to) => !there.includes(formatDestination(to))) };
  }
  if (movesFrom(live.topic, desired))
    return { ...NO_REWIRING, subscribe: wanted, unsubscribe: deliveries.filter(({ own }) => own) };
  const unsubscribe = deliveries.filter((delivery) => delivery.own && !isWanted(delivery, desired));
  const staying = deliveries.filter((delivery) => !unsubscribe.includes(delivery));
  const reached = new Set(staying.map(({ to }) => formatDestination(to)));
  const subscribe = wanted.filter((to) => !reached.has(formatDestination(to)));
  return { subscribe, unsubscribe, restyle: restyled(subscribe, unsubscribe, desired.style) };
}

/** Another topic has subscriptions of its own. */
function movesFrom(topic: string | undefined, { destinations }: DesiredRule): boolean {
  const named = destinations.find((destination) => destination.kind === 'topic');
  return named !== undefined && named.name !== topic;
}

function restyled(
  subscribe: readonly Receiving[],
  unsubscribe: readonly Delivery[],
  becomes: DeliveryStyle = USUAL_STYLE,
): Restyling[] {
  return subscribe.flatMap((to) => {
    const old = unsubscribe.find((delivery) => formatDestination(delivery.to) === formatDestination(to));
    return old ? [{ to, was: old.style, becomes }] : [];
  });
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
