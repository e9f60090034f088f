import type { MnsClient } from '../clients/mns.ts';
import { patiently } from '../clients/patience.ts';
import { Failure, ServiceError } from '../errors.ts';
import { isGone, isPassing, isTransient, wasNeverSent } from './transient.ts';

export interface TemporarySubscriptionOptions {
  readonly client: Pick<MnsClient, 'createQueue' | 'deleteQueue' | 'subscribe' | 'unsubscribe'> &
    Partial<Pick<MnsClient, 'setQueueAttributes'>>;
  readonly topic: string;
  readonly region: string;
  readonly accountId: string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** With it, the queue gives a sign of life every few minutes, and passing faults are waited out at start and end. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface TemporarySubscription {
  readonly topic: string;
  readonly queue: string;
  /** Removes subscription and queue; tries both even when one fails, and does so once however often it is called. */
  close(): Promise<void>;
}

/** Queues and subscriptions of that name belong to a running tail, or to one that has crashed. */
export const TEMPORARY_NAME_PREFIX = 'ossnotify-tail-';

const REFRESH_MS = 5 * 60_000;
/** A queue that was not refreshed for so long has lost its tail. */
export const ABANDONED_AFTER_MS = 3 * REFRESH_MS;

/** Makes a queue for one reader and subscribes it to a topic; when that fails nothing of it stays. */
export async function openTemporarySubscription(
  options: TemporarySubscriptionOptions,
): Promise<TemporarySubscription> {
  const { client, topic, signal } = options;
  const name = `${TEMPORARY_NAME_PREFIX}${hexDigits(12, options.random)}`;
  const endpoint = `acs:mns:${options.region}:${options.accountId}:queues/${name}`;
  let mayBeMade = false;
  try {
    const attributes = { visibilitySeconds: 60, pollingWaitSeconds: 30 };
    await again(options, async () => {
      try {
        await client.createQueue(name, attributes, signal);
        mayBeMade = true;
      } catch (error) {
        mayBeMade ||= !(isRefusal(error) || wasNeverSent(error));
        throw error;
      }
    });
    const subscription = { endpoint, format: 'SIMPLIFIED' } as const;
    await again(options, () => client.subscribe(topic, name, subscription, signal));
  } catch (error) {
    // What the service refused to make, or was never asked for, is not there.
    if (!mayBeMade) throw error;
    // A request that broke off may have done its work all the same, so both are removed. The first error counts.
    const leftBehind = await remove(options, name).then(
      () => undefined,
      (failure: Failure) => failure,
    );
    throw leftBehind === undefined ? error : alsoLeftBehind(error, leftBehind);
  }
  const closed = new AbortController();
  void refresh(options, name, closed.signal);
  let closing: Promise<void> | undefined;
  return {
    topic,
    queue: name,
    close() {
      closed.abort();
      closing ??= remove(options, name);
      return closing;
    },
  };
}

/** Setting an attribute, even to the value that it has, moves the queue's time of modification. */
async function refresh(
  { client, sleep }: TemporarySubscriptionOptions,
  queue: string,
  signal: AbortSignal,
): Promise<void> {
  while (sleep && !signal.aborted) {
    await sleep(REFRESH_MS, signal);
    if (signal.aborted) return;
    // A link that is lost just now is for the polls to tell; the next round tries again.
    await client.setQueueAttributes?.(queue, { pollingWaitSeconds: 30 }, signal).catch(() => undefined);
  }
}

/** A wrong key, or a limit that was reached; not a broken link, behind which the work may have been done. */
function isRefusal(error: unknown): boolean {
  return error instanceof ServiceError && error.status !== undefined && !isTransient(error);
}

/** Nothing of a start or an end does harm when it is done twice. */
function again<Answer>(
  { sleep, random, signal }: Pick<TemporarySubscriptionOptions, 'sleep' | 'random' | 'signal'>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  return sleep ? patiently(work, isPassing, { sleep, random, signal, stretch: 1 }) : work();
}

async function remove(options: TemporarySubscriptionOptions, name: string): Promise<void> {
  const { client, topic } = options;
  const limit = AbortSignal.timeout(CLOSING_LIMIT_MS);
  const patience = { ...options, signal: limit };
  // The subscription first: without its queue it would fail every message that comes in between.
  const unsubscribed = await settle(again(patience, () => client.unsubscribe(topic, name, limit)));
  const deleted = await settle(again(patience, () => client.deleteQueue(name, limit)));
  if (unsubscribed !== undefined || deleted !== undefined)
    throw leftBehind(topic, name, unsubscribed ?? deleted);
}

/** Long enough for a slow service, short enough for somebody who pressed Ctrl-C. */
const CLOSING_LIMIT_MS = 5000;

function leftBehind(topic: string, name: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    'failure',
    'left-behind',
    `queue ${name} and its subscription to topic ${topic} may have stayed behind: ${reason}`,
    { hint: 'ossnotify cleanup removes what an ended tail left behind', cause },
  );
}

/** What is left behind has to be known although something else went wrong first. */
export function alsoLeftBehind(error: unknown, leftBehind: Failure): Failure {
  // Broken off because the end was wanted: nothing else is to be told.
  if (!(error instanceof Failure)) return leftBehind;
  const { message } = leftBehind;
  const { kind, code, hint, requestId } = error;
  const details = { ...(hint && { hint }), ...(requestId && { requestId }), cause: error };
  return new Failure(kind, code, `${error.message}; ${message}`, details);
}

/** The error of a removal, if it matters: what is not there needs no removing. */
async function settle(removal: Promise<void>): Promise<unknown> {
  try {
    await removal;
    return undefined;
  } catch (error) {
    return isGone(error) ? undefined : error;
  }
}

function hexDigits(count: number, random: () => number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
}
