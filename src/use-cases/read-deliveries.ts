import type { MnsClient, Subscription } from '../clients/mns.ts';
import { type Delivery, isSubscriptionOf, type WiredRule } from '../domain/delivery.ts';
import { type DeliveryStyle, USUAL_STYLE } from '../domain/desired-rule.ts';
import type { LiveRule } from '../domain/live-rule.ts';
import { Failure } from '../errors.ts';
import { TEMPORARY_NAME_PREFIX } from '../sources/temporary-subscription.ts';

export type SubscriptionReader = Pick<MnsClient, 'listSubscriptions' | 'subscription'>;

/** The rule with what is subscribed to its topic, so that what belongs to it can be told from what does not. */
export async function wireRule(rule: LiveRule, mns: SubscriptionReader | undefined): Promise<WiredRule> {
  if (mns === undefined || rule.topic === undefined) return rule;
  return { ...rule, deliveries: await deliveriesOf(rule.topic, rule.name, mns) };
}

/** Those of a running `tail` are left out: they go with it. A topic that is not there has none. */
export async function deliveriesOf(
  topic: string,
  rule: string,
  mns: SubscriptionReader,
): Promise<Delivery[]> {
  try {
    const names = (await mns.listSubscriptions(topic)).filter(
      (name) => !name.startsWith(TEMPORARY_NAME_PREFIX),
    );
    const found: Delivery[] = [];
    for (const name of names) {
      const delivery = deliveryOf(await mns.subscription(topic, name), rule);
      if (delivery) found.push(delivery);
    }
    return found;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'not-found') return [];
    throw error;
  }
}

/** Mail, SMS and mobile pushes are no destinations of a rule file. */
function deliveryOf({ name, endpoint, format, strategy }: Subscription, rule: string): Delivery | undefined {
  const style = { format: formatOf(format), retry: retryOf(strategy) };
  const own = isSubscriptionOf(name, rule);
  const queue = /^acs:mns:[^:]*:[^:]*:\/?queues\/([^/]+)$/.exec(endpoint)?.[1];
  if (queue !== undefined) return { name, to: { kind: 'queue', name: queue }, style, own };
  return /^https?:/.test(endpoint) ? { name, to: { kind: 'url', url: endpoint }, style, own } : undefined;
}

function formatOf(format: string): DeliveryStyle['format'] {
  const known = format.toLowerCase();
  return known === 'json' || known === 'xml' ? known : USUAL_STYLE.format;
}

function retryOf(strategy: string): DeliveryStyle['retry'] {
  return strategy === 'EXPONENTIAL_DECAY_RETRY' ? 'decay' : 'backoff';
}
