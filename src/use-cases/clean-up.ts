import type { MnsClient } from '../clients/mns.ts';
import { Failure } from '../errors.ts';
import { ABANDONED_AFTER_MS, TEMPORARY_NAME_PREFIX } from '../sources/temporary-subscription.ts';

/** What a tail that ended badly has left behind. */
export interface Leftover {
  readonly queue: string;
  /** When its tail last gave a sign of life; undefined where only the subscription is left. */
  readonly refreshedAtMs?: number;
  /** Topics with a subscription of that name. */
  readonly topics: readonly string[];
}

type Client = Pick<
  MnsClient,
  'listQueues' | 'queueAttributes' | 'listTopics' | 'listSubscriptions' | 'deleteQueue' | 'unsubscribe'
>;

/**
 * Temporary queues whose tail has not refreshed them for long, with their subscriptions, and subscriptions whose queue is
 * gone. A queue that was made a moment ago, or whose tail lives, is nobody's leftover.
 */
export async function findLeftovers(client: Client, nowMs: number, signal: AbortSignal): Promise<Leftover[]> {
  const queues = await client.listQueues(TEMPORARY_NAME_PREFIX, signal);
  const subscriptions = await subscriptionsByName(client, signal);
  const leftovers: Leftover[] = [];
  for (const queue of queues) {
    const refreshedAtMs = await refreshedAt(client, queue, signal);
    if (refreshedAtMs === undefined || nowMs - refreshedAtMs < ABANDONED_AFTER_MS) continue;
    leftovers.push({ queue, refreshedAtMs, topics: subscriptions.get(queue) ?? [] });
  }
  for (const [name, topics] of subscriptions)
    if (!queues.includes(name)) leftovers.push({ queue: name, topics });
  return leftovers;
}

/** The subscriptions first: one without its queue would fail every message that comes in between. */
export async function removeLeftover(client: Client, { queue, topics }: Leftover): Promise<void> {
  for (const topic of topics) await ifThere(client.unsubscribe(topic, queue));
  await ifThere(client.deleteQueue(queue));
}

async function subscriptionsByName(client: Client, signal: AbortSignal): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const topic of await client.listTopics(undefined, signal)) {
    const names = (await ifThere(client.listSubscriptions(topic, signal))) ?? [];
    for (const name of names) {
      if (name.startsWith(TEMPORARY_NAME_PREFIX)) found.set(name, [...(found.get(name) ?? []), topic]);
    }
  }
  return found;
}

async function refreshedAt(client: Client, queue: string, signal: AbortSignal): Promise<number | undefined> {
  return (await ifThere(client.queueAttributes(queue, signal)))?.modifiedAtMs;
}

/** Undefined for what has gone meanwhile: its tail may have ended in order. */
async function ifThere<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'not-found') return undefined;
    throw error;
  }
}
