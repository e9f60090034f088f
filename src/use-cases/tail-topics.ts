import type { MnsClient } from '../clients/mns.ts';
import type { Failure } from '../errors.ts';
import { guarded } from '../sources/guarded.ts';
import { merged } from '../sources/merged.ts';
import { named } from '../sources/named.ts';
import { peekSource } from '../sources/peek.ts';
import { type QueueSourceOptions, queueSource } from '../sources/queue.ts';
import { retrying } from '../sources/retrying.ts';
import type { Source } from '../sources/source.ts';
import {
  alsoLeftBehind,
  openTemporarySubscription,
  type TemporarySubscription,
} from '../sources/temporary-subscription.ts';
import type { System } from '../system.ts';

export interface TopicTailOptions {
  readonly client: MnsClient;
  readonly topics: readonly string[];
  readonly region: string;
  readonly accountId: string;
  /** Long-poll time, 1 to 30. */
  readonly waitSeconds: number;
  /** Messages a poll, 1 to 16. */
  readonly batchSize: number;
  /** Polls of one queue side by side at most. */
  readonly concurrency?: number | undefined;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'now' | 'sleep' | 'random'>;
}

export interface OpenTail {
  readonly source: Source;
  /** Removes every temporary queue and subscription; tries all before it fails. */
  close(): Promise<void>;
}

/** A temporary queue and subscription for each topic, read as one source. When one cannot be made, none stays. */
export async function openTopicTail(options: TopicTailOptions): Promise<OpenTail> {
  const opened: TemporarySubscription[] = [];
  const close = () => closeAll(opened);
  // Not the whole system: its own signal, which only the user's wish aborts, would take the place of ours.
  const { sleep, random } = options.system;
  try {
    for (const topic of options.topics) {
      opened.push(await openTemporarySubscription({ ...options, sleep, random, topic }));
    }
  } catch (error) {
    await close().catch((leftBehind: Failure) => {
      throw alsoLeftBehind(error, leftBehind);
    });
    throw error;
  }
  const { client, system } = options;
  const sources = opened.map(({ queue, topic }) =>
    guarded(pollQueue(queue, { ...options, topic }), { client, topic, queue, sleep: system.sleep }),
  );
  return { source: merged(sources), close };
}

type PollOptions = Omit<TopicTailOptions, 'topics' | 'region' | 'accountId' | 'signal'> &
  Pick<QueueSourceOptions, 'undeleted'> & { readonly topic?: string | undefined };

/** One queue, polled again after every lost link. */
export function pollQueue(
  queue: string,
  { client, topic, waitSeconds, batchSize, concurrency, system, undeleted }: PollOptions,
): Source {
  const polled = queueSource({
    client,
    queue,
    waitSeconds,
    batchSize,
    ...(concurrency !== undefined && { concurrency }),
    ...system,
    ...(topic !== undefined && { topic }),
    ...(undeleted && { undeleted }),
  });
  return named(retrying(polled, system), topic ?? queue);
}

/** A queue as its owner would see it: waiting messages only, and nothing taken. */
export function peekQueue(queue: string, { client, system }: Pick<PollOptions, 'client' | 'system'>): Source {
  return named(retrying(peekSource({ client, queue, ...system }), system), queue);
}

async function closeAll(opened: readonly TemporarySubscription[]): Promise<void> {
  const results = await Promise.allSettled(opened.map((subscription) => subscription.close()));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  // Each names a queue of its own.
  if (failures.length > 0) throw failures.reduce(alsoLeftBehind);
}
