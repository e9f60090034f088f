import type { MnsClient } from '../clients/mns.ts';

export interface SubscriptionName {
  readonly topic: string;
  readonly name: string;
}

type Mns = Pick<
  MnsClient,
  'listTopics' | 'listSubscriptions' | 'subscription' | 'unsubscribe' | 'deleteQueue' | 'queueAttributes'
>;

export interface QueueDeletionPorts {
  readonly mns: Mns;
  /** `acs:mns:<region>:<account>:queues/<queue>`, which is how a subscription names a queue. */
  queueEndpoint(queue: string): string;
}

const PARALLEL_TOPICS = 8;

/**
 * Every subscription that sends to the queue, whatever its name: left behind, each would fail for good on every
 * message. Looks at all topics of the account unless some are named.
 */
export async function subscriptionsOf(
  queue: string,
  topics: readonly string[],
  { mns, queueEndpoint }: QueueDeletionPorts,
): Promise<SubscriptionName[]> {
  const endpoint = queueEndpoint(queue);
  await mns.queueAttributes(queue);
  const left = topics.length > 0 ? [...topics] : await mns.listTopics();
  const found: SubscriptionName[] = [];
  const look = async () => {
    for (let topic = left.shift(); topic !== undefined; topic = left.shift()) {
      found.push(...(await subscriptionsTo(endpoint, topic, mns)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_TOPICS }, look));
  return found.toSorted((a, b) => (`${a.topic}/${a.name}` < `${b.topic}/${b.name}` ? -1 : 1));
}

/** The whole endpoint: a queue of the same name in another region or account is another queue. */
export async function subscriptionsTo(
  wanted: string,
  topic: string,
  mns: Pick<Mns, 'listSubscriptions' | 'subscription'>,
): Promise<SubscriptionName[]> {
  const found: SubscriptionName[] = [];
  for (const name of await mns.listSubscriptions(topic)) {
    const { endpoint } = await mns.subscription(topic, name);
    if (endpoint === wanted) found.push({ topic, name });
  }
  return found;
}

/** The subscriptions first: without its queue one would fail every message that comes in between. */
export async function deleteSubscribedQueue(
  queue: string,
  subscriptions: readonly SubscriptionName[],
  mns: Mns,
): Promise<void> {
  for (const { topic, name } of subscriptions) await mns.unsubscribe(topic, name);
  await mns.deleteQueue(queue);
}
