import type { MnsClient } from '../clients/mns.ts';
import { Failure, ServiceError } from '../errors.ts';
import type { Source } from './source.ts';

export interface GuardOptions {
  readonly client: Pick<MnsClient, 'subscription'>;
  readonly topic: string;
  /** The temporary queue; its subscription bears the same name. */
  readonly queue: string;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Without its topic a queue stays empty for ever, and its polls are as good as ever: only asking tells. */
const CHECK_MS = 30_000;

/** A temporary queue's source, which ends with what has happened when its topic, subscription or queue goes away. */
export function guarded(source: Source, options: GuardOptions): Source {
  return async function* (signal) {
    const lost = new AbortController();
    const over = new AbortController();
    void watch(options, over.signal, (failure) => {
      if (!signal.aborted) lost.abort(failure);
    });
    try {
      yield* source(AbortSignal.any([signal, lost.signal]));
    } catch (error) {
      throw isMissing(error, QUEUE_CODES) ? queueDeleted(options, error) : error;
    } finally {
      over.abort();
    }
    if (lost.signal.aborted) throw lost.signal.reason;
  };
}

async function watch(
  { client, topic, queue, sleep }: GuardOptions,
  over: AbortSignal,
  lost: (failure: Failure) => void,
): Promise<void> {
  while (!over.aborted) {
    await sleep(CHECK_MS, over);
    if (over.aborted) return;
    try {
      await client.subscription(topic, queue, over);
    } catch (error) {
      // A link that is lost is for the polls to tell.
      if (isMissing(error, TOPIC_CODES) && !over.aborted) lost(topicDeleted(topic, error));
    }
  }
}

const QUEUE_CODES = ['QueueNotExist'];
const TOPIC_CODES = ['TopicNotExist', 'SubscriptionNotExist'];

/** By the service's own words: a proxy that answers 404 in its place says nothing of our topic. */
function isMissing(error: unknown, codes: readonly string[]): error is ServiceError {
  return error instanceof ServiceError && codes.includes(error.code);
}

/** Nothing that the user named is wrong. */
function queueDeleted({ topic, queue }: GuardOptions, cause: Failure): Failure {
  const message = `the temporary queue of topic ${topic} (${queue}) was deleted while tailing`;
  return new Failure('not-found', cause.code, message, {
    hint: 'a cleanup elsewhere, or an emulator started anew, removed it: start the tail again',
    cause,
    ...(cause.requestId !== undefined && { requestId: cause.requestId }),
  });
}

function topicDeleted(topic: string, cause: Failure): Failure {
  const what = cause.code.startsWith('Subscription')
    ? `the tail's subscription to topic ${topic}`
    : `topic ${topic}`;
  return new Failure('not-found', 'topic-deleted', `${what} was deleted while tailing`, {
    hint: 'no more events come of it; ossnotify rule list shows the topics that there are',
    cause,
  });
}
