import type { MnsClient } from '../clients/mns.ts';
import { ServiceError } from '../errors.ts';
import { subscriptionsTo } from './delete-queue.ts';
import { type Made, madeSubscription, takeBack } from './take-back.ts';

export interface QueueRequest {
  readonly queue: string;
  readonly topics: readonly string[];
  /** How long a received message stays hidden from the other readers. */
  readonly visibilitySeconds: number;
  /** How long a message is kept that nobody reads. */
  readonly retentionSeconds: number;
}

export interface QueuePorts {
  readonly mns: Pick<
    MnsClient,
    | 'topicAttributes'
    | 'createQueue'
    | 'deleteQueue'
    | 'subscribe'
    | 'unsubscribe'
    | 'listSubscriptions'
    | 'subscription'
  >;
  /** `acs:mns:<region>:<account>:queues/<queue>`, which is how a subscription names a queue. */
  queueEndpoint(queue: string): string;
}

export interface QueueCreation {
  readonly queue: string;
  /** `kept`: it exists with other attributes, which stay as they are. */
  readonly outcome: 'created' | 'existed' | 'kept';
  readonly subscriptions: readonly { readonly topic: string; readonly outcome: 'created' | 'existed' }[];
}

/** The service's own longest wait, so that readers that ask for no wait do not spin. */
const POLLING_WAIT_SECONDS = 30;

/**
 * Makes a queue that outlives its readers and subscribes it to the topics, under its own name; doing it again changes
 * nothing. When one step fails, what the earlier ones made is removed again.
 */
export async function createSubscribedQueue(
  request: QueueRequest,
  ports: QueuePorts,
): Promise<QueueCreation> {
  const { queue, topics } = request;
  const { mns } = ports;
  for (const topic of topics) await mns.topicAttributes(topic);
  const outcome = await createQueue(request, mns);
  const subscriptions: { topic: string; outcome: 'created' | 'existed' }[] = [];
  try {
    for (const topic of topics) subscriptions.push({ topic, outcome: await subscribe(topic, queue, ports) });
  } catch (error) {
    const made = subscriptions.filter(({ outcome }) => outcome === 'created');
    throw await takeBack(
      [
        ...(outcome === 'created' ? [madeQueue(queue, mns)] : []),
        ...made.map(({ topic }) => madeSubscription(topic, queue, mns)),
      ],
      error,
    );
  }
  return { queue, outcome, subscriptions };
}

function madeQueue(queue: string, mns: QueuePorts['mns']): Made {
  return {
    what: `queue ${queue}`,
    removal: `queue delete ${queue}`,
    remove: () => mns.deleteQueue(queue),
  };
}

async function createQueue(
  { queue, visibilitySeconds, retentionSeconds }: QueueRequest,
  mns: QueuePorts['mns'],
): Promise<QueueCreation['outcome']> {
  const attributes = { visibilitySeconds, retentionSeconds, pollingWaitSeconds: POLLING_WAIT_SECONDS };
  try {
    return await mns.createQueue(queue, attributes);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'QueueAlreadyExist') return 'kept';
    throw error;
  }
}

/**
 * SIMPLIFIED: the queue gets the bare body, without an envelope. Subscribed already under another name, as by a rule
 * or before the queue was lost, it would get every message twice.
 */
async function subscribe(topic: string, queue: string, { mns, queueEndpoint }: QueuePorts) {
  const endpoint = queueEndpoint(queue);
  const [there] = await subscriptionsTo(endpoint, topic, mns);
  if (there !== undefined && there.name !== queue) return 'existed';
  return mns.subscribe(topic, queue, { endpoint, format: 'SIMPLIFIED' });
}
