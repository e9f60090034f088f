import { setMaxListeners } from 'node:events';
import { setTimeout as timer } from 'node:timers/promises';
import type { FailedReceipt, MnsClient } from '../clients/mns.ts';
import { counted } from '../domain/counted.ts';
import { Failure } from '../errors.ts';
import { createAcknowledgements } from './acknowledgements.ts';
import { watchClock } from './clock-watch.ts';
import { createHeldMessages, type HeldMessage } from './held-messages.ts';
import { createPolls } from './polls.ts';
import type { Batch, Delivery, Notice, Source } from './source.ts';

export interface QueueSourceOptions {
  readonly client: Pick<MnsClient, 'receive' | 'delete' | 'changeVisibility'> &
    Partial<Pick<MnsClient, 'clockAheadMs'>>;
  readonly queue: string;
  /** The topic that feeds the queue, for the origin of its deliveries. */
  readonly topic?: string;
  /** The queue is deleted after its source: nobody cares what stays in it. */
  readonly isTemporary?: boolean;
  /** How long the service may wait for a first message, 1 to 30. */
  readonly waitSeconds: number;
  /** Messages a poll, 1 to 16 (16). */
  readonly batchSize?: number;
  /** Polls side by side at most (16); one while the queue is idle. */
  readonly concurrency?: number;
  readonly now: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const DEFAULT_CONCURRENCY = 16;
/** How long the end of a source may take for deleting and releasing what it still holds. */
const CLOSING_LIMIT_MS = 3000;

/** Polls a queue. What is acknowledged gets deleted; what is not goes back to the queue when the source ends. */
export function queueSource(options: QueueSourceOptions): Source {
  const { client, queue, now, sleep = pause } = options;
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const clockAheadMs = () => client.clockAheadMs?.() ?? 0;
  const held = createHeldMessages({ queue, client, now, clockAheadMs });
  const acknowledgements = createAcknowledgements({
    deleteBatch: (receipts, signal) => client.delete(queue, receipts, signal),
    sleep,
    parallelBatches: concurrency,
  });
  const renewals = new AbortController();
  setMaxListeners(0, renewals.signal);
  const takes = new Set<Promise<void>>();
  // Over a lost link both stay: messages under way are still ours when it is back.
  const polls = createPolls({ ...options, concurrency, sleep, received: held.add });
  return (signal) => read(signal);

  async function* read(signal: AbortSignal): AsyncGenerator<Batch | Notice, void, void> {
    const ended = new AbortController();
    let link: Notice['link'] = 'ready';
    let slept: Notice | undefined;
    let isLost = false;
    void watchClock({
      now,
      sleep,
      signal: ended.signal,
      tickMs: held.renewalMs,
      tick: () => void held.renew(renewals.signal),
      jumped(fromMs, toMs) {
        slept = sleepNotice(fromMs, toMs);
        polls.restart();
      },
    });
    try {
      while (!signal.aborted) {
        await acknowledgements.room();
        const messages = await polls.next(signal);
        if (slept) {
          yield slept;
          slept = undefined;
          link = 'back';
        }
        if (messages === undefined) continue;
        yield pollNotice(link, acknowledgements.takeFailed());
        link = 'polled';
        if (messages.length > 0) yield { kind: 'batch', deliveries: deliveriesOf(messages) };
      }
      yield { kind: 'notice', link: 'closing', atMs: now() };
    } catch (error) {
      isLost = true;
      throw error;
    } finally {
      ended.abort();
      if (!isLost) await close();
    }
  }

  function pollNotice(link: Notice['link'], failed: readonly FailedReceipt[]): Notice {
    const texts = [...(link === 'back' ? ['the link is good'] : []), ...lateText(failed)];
    const answerWithinMs = options.waitSeconds * 1000;
    const notice = { kind: 'notice', link, atMs: now(), answerWithinMs } as const;
    return texts.length === 0 ? notice : { ...notice, text: texts.join('; ') };
  }

  function deliveriesOf(messages: readonly HeldMessage[]): Delivery[] {
    const receivedAtMs = now();
    return messages.map((message) => delivery(message, receivedAtMs));
  }

  function delivery({ message, take, letGo }: HeldMessage, receivedAtMs: number): Delivery {
    return {
      body: message.body,
      receivedAtMs,
      origin: {
        queue,
        ...(options.topic === undefined ? {} : { topic: options.topic }),
        messageId: message.messageId,
        enqueuedAtMs: message.enqueuedAtMs,
        dequeueCount: message.dequeueCount,
      },
      acknowledge() {
        const receipt = take();
        if (typeof receipt === 'string') acknowledgements.add(receipt);
        else if (receipt) later(receipt);
      },
      letGo,
    };
  }

  /** A message that is just being hidden anew is deleted by the receipt that comes of it. */
  function later(receipt: Promise<string>): void {
    const taken = receipt.then((newest) => {
      acknowledgements.add(newest);
      takes.delete(taken);
    });
    takes.add(taken);
  }

  async function close(): Promise<void> {
    const limit = AbortSignal.timeout(CLOSING_LIMIT_MS);
    // Many requests listen to it at once, of which Node would warn as of a leak.
    setMaxListeners(0, limit);
    // Not before: a renewal broken off may have been done, and then nobody knows the receipt.
    limit.addEventListener('abort', () => renewals.abort(), { once: true });
    await polls.end();
    await Promise.all(takes);
    await Promise.all([acknowledgements.flush(limit), held.giveBack(limit)]);
    // Throws what the service refused to delete: those messages come again, which must not pass in silence.
    await acknowledgements.room();
    const { receipts, cause } = acknowledgements.left();
    if (receipts > 0 && !options.isTemporary) throw notDeleted(queue, receipts, cause);
  }
}

/** No error of the service: nothing mends it to start the source anew. */
function notDeleted(queue: string, count: number, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : 'the service did not answer in time';
  const message = `${counted(count, 'handled message')} of queue ${queue} could not be deleted: ${reason}`;
  return new Failure('failure', 'not-deleted', message, {
    hint: 'whoever reads the queue next gets them once more',
    cause,
  });
}

function sleepNotice(fromMs: number, toMs: number): Notice {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  const text = `nothing was read from ${from} to ${to}: this computer slept, or its clock was set`;
  return { kind: 'notice', link: 'lost', atMs: fromMs, text };
}

function lateText(failed: readonly FailedReceipt[]): string[] {
  if (failed.length === 0) return [];
  const codes = [...new Set(failed.map(({ code }) => code))].join(', ');
  const messages = counted(failed.length, 'message was', 'messages were');
  return [`${messages} handled too late to be deleted and may come again (${codes})`];
}

/** Ends early, without an error, when the signal aborts; does not keep the program alive. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
    () => undefined,
  );
}
