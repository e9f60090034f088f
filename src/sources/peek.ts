import type { MnsClient, PeekedMessage } from '../clients/mns.ts';
import { createRecentSet } from '../domain/recent-set.ts';
import type { Delivery, Source } from './source.ts';

export interface PeekSourceOptions {
  readonly client: Pick<MnsClient, 'peek'>;
  readonly queue: string;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The most that one look shows (service limit). */
const BATCH_SIZE = 16;
/** A look does not wait for messages, so we do. */
const INTERVAL_MS = 1000;
/** At least so many messages are known again. */
const REMEMBERED = 100_000;

/**
 * `--queue --peek`: looks at the head of a queue again and again and shows what was not there before. Nothing is taken
 * or deleted, so there is nothing to acknowledge; what stands behind the head is not seen.
 */
export function peekSource({ client, queue, now, sleep }: PeekSourceOptions): Source {
  // Over a lost link it stays: a waiting message is shown once.
  const seen = createRecentSet(REMEMBERED);
  return async function* (signal) {
    let link: 'ready' | 'polled' = 'ready';
    while (!signal.aborted) {
      const messages = await client.peek(queue, BATCH_SIZE, signal);
      yield { kind: 'notice', link, atMs: now(), answerWithinMs: INTERVAL_MS };
      link = 'polled';
      const fresh = messages.filter(({ messageId }) => !seen.has(messageId));
      if (fresh.length > 0)
        yield { kind: 'batch', deliveries: fresh.map((message) => delivery(message, queue, now())) };
      await sleep(INTERVAL_MS, signal);
    }
    yield { kind: 'notice', link: 'closing', atMs: now() };
  };
}

function delivery(
  { body, messageId, enqueuedAtMs, dequeueCount }: PeekedMessage,
  queue: string,
  receivedAtMs: number,
): Delivery {
  return { message: { body, receivedAtMs, queue, messageId, enqueuedAtMs, dequeueCount } };
}
