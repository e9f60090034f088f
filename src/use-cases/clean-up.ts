import type { MnsClient } from '../clients/mns.ts';
import { type Patience, patiently } from '../clients/patience.ts';
import { interruption, ServiceError } from '../errors.ts';
import { ABANDONED_AFTER_MS, TEMPORARY_NAME_PREFIX } from '../sources/temporary-subscription.ts';
import { isGone, isPassing } from '../sources/transient.ts';

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

export interface Found {
  readonly leftovers: readonly Leftover[];
  /** Temporary queues whose tail may well be alive. */
  readonly young: readonly YoungQueue[];
}

export interface YoungQueue {
  readonly queue: string;
  /** From then on it has lost its tail, unless that gives a sign of life before. */
  readonly aliveUntilMs: number;
}

/** The same calls, with passing faults waited out: none does harm when it is done twice. */
export function patientCleaner(client: Client, patience: Patience): Client {
  const patient =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    (...given: Given) =>
      patiently(() => call(...given), isPassing, { ...patience, stretch: 1 });
  return {
    listQueues: patient(client.listQueues),
    queueAttributes: patient(client.queueAttributes),
    listTopics: patient(client.listTopics),
    listSubscriptions: patient(client.listSubscriptions),
    deleteQueue: patient(client.deleteQueue),
    unsubscribe: patient(client.unsubscribe),
  };
}

/**
 * Temporary queues whose tail has not refreshed them for long, with their subscriptions, and subscriptions whose queue is
 * gone. A queue that was made a moment ago, or whose tail lives, is nobody's leftover.
 */
export async function findLeftovers(client: Client, nowMs: number, signal: AbortSignal): Promise<Found> {
  // The subscriptions first: a tail makes its queue before it subscribes, so that of one which starts just now either
  // nothing is seen or both are. The other way round its subscription would seem to have lost its queue.
  const subscriptions = await subscriptionsByName(client, signal);
  const queues = await client.listQueues(TEMPORARY_NAME_PREFIX, signal);
  const leftovers: Leftover[] = [];
  const young: YoungQueue[] = [];
  for (const queue of queues) {
    const refreshedAtMs = await refreshedAt(client, queue, signal);
    if (refreshedAtMs === undefined) continue;
    const aliveUntilMs = refreshedAtMs + ABANDONED_AFTER_MS;
    if (nowMs < aliveUntilMs) young.push({ queue, aliveUntilMs });
    else leftovers.push({ queue, refreshedAtMs, topics: subscriptions.get(queue) ?? [] });
  }
  for (const [name, topics] of subscriptions)
    if (!queues.includes(name)) leftovers.push({ queue: name, topics });
  return { leftovers, young };
}

export interface Removals {
  readonly removed: readonly Leftover[];
  readonly refused: readonly Refusal[];
  /** What ended the work before all were tried. */
  readonly ended?: unknown;
}

export interface Refusal {
  readonly leftover: Leftover;
  readonly error: ServiceError;
}

/** All of them, though the service may refuse to remove some; a lost link or the signal ends it. */
export async function removeLeftovers(
  client: Client,
  leftovers: readonly Leftover[],
  signal: AbortSignal,
): Promise<Removals> {
  const removed: Leftover[] = [];
  const refused: Refusal[] = [];
  for (const leftover of leftovers) {
    if (signal.aborted) return { removed, refused, ended: interruption(signal) };
    try {
      await removeLeftover(client, leftover);
      removed.push(leftover);
    } catch (error) {
      const isRefusal = error instanceof ServiceError && error.status !== undefined && !signal.aborted;
      if (!isRefusal) return { removed, refused, ended: error };
      refused.push({ leftover, error });
    }
  }
  return { removed, refused };
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
    if (isGone(error)) return undefined;
    throw error;
  }
}
