import { setMaxListeners } from 'node:events';
import { setTimeout as timer } from 'node:timers/promises';
import type { FailedReceipt, MnsClient } from '../clients/mns.ts';
import { counted } from '../domain/counted.ts';
import { createAcknowledgements, type Undeleted } from './acknowledgements.ts';
import { watchClock } from './clock-watch.ts';
import { createDeletionOutage } from './deletion-outage.ts';
import { createHeldMessages } from './held-messages.ts';
import { createPolls } from './polls.ts';
import type { Batch, Notice, Source } from './source.ts';
import { isTransient } from './transient.ts';

export interface QueueSourceOptions {
  readonly client: Pick<MnsClient, 'receive' | 'delete' | 'changeVisibility'> &
    Partial<Pick<MnsClient, 'clockAheadMs'>>;
  readonly queue: string;
  /** The topic that feeds the queue, told with its messages. */
  readonly topic?: string;
  /** How long the service may wait for a first message, 1 to 30. */
  readonly waitSeconds: number;
  /** Messages a poll, 1 to 16 (16). */
  readonly batchSize?: number;
  /** Polls side by side at most (16); one while the queue is idle. */
  readonly concurrency?: number;
  readonly now: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called at the end, where something that was acknowledged is not deleted by then. */
  readonly undeleted?: (left: Undeleted) => void;
}

export const DEFAULT_CONCURRENCY = 16;
/** How long the end of a source may take for deleting and releasing what it still holds. */
const CLOSING_LIMIT_MS = 3000;

/** Polls a queue. What is acknowledged gets deleted; what is not goes back to the queue when the source ends. */
export function queueSource(options: QueueSourceOptions): Source {
  const { client, queue, now, sleep = pause } = options;
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const clockAheadMs = () => client.clockAheadMs?.() ?? 0;
  const held = createHeldMessages({
    ...options,
    clockAheadMs,
    acknowledged: (receipt, messageId) => acknowledgements.add(receipt, messageId),
  });
  const outage = createDeletionOutage({ queue, now, hasNews: () => polls.interrupt() });
  const acknowledgements = createAcknowledgements({
    deleteBatch: (receipts, signal) => client.delete(queue, receipts, signal),
    sleep,
    parallelBatches: concurrency,
    batchFailed: outage.failed,
    batchDeleted: outage.worked,
    // On an idle queue the poll that waits would keep that from being told for half a minute.
    refused: () => polls.interrupt(),
  });
  const renewals = new AbortController();
  setMaxListeners(0, renewals.signal);
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
        const deliveries = await polls.next(signal);
        if (slept) {
          yield slept;
          slept = undefined;
          link = 'back';
        }
        const notDeleted = deletionNotice();
        if (notDeleted) yield notDeleted;
        if (deliveries === undefined) continue;
        yield pollNotice(link);
        link = 'polled';
        if (deliveries.length > 0) yield { kind: 'batch', deliveries };
      }
      yield { kind: 'notice', link: 'closing', atMs: now() };
    } catch (error) {
      isLost = true;
      // Polls may be under way where a deletion was refused; nobody asks for their answers any more.
      if (!isTransient(error)) polls.restart();
      throw error;
    } finally {
      ended.abort();
      if (!isLost) await close();
    }
  }

  function pollNotice(link: Notice['link']): Notice {
    const notice = { kind: 'notice', link, atMs: now(), answerWithinMs: options.waitSeconds * 1000 } as const;
    return link === 'back' ? { ...notice, text: 'the link is good' } : notice;
  }

  function deletionNotice(): Notice | undefined {
    const news = outage.takeNews();
    const texts = [...(news === undefined ? [] : [news]), ...lateText(acknowledgements.takeFailed())];
    if (texts.length === 0) return undefined;
    return { kind: 'notice', link: 'deletions', atMs: now(), text: texts.join('; ') };
  }

  async function close(): Promise<void> {
    const limit = AbortSignal.timeout(CLOSING_LIMIT_MS);
    // Many requests listen to it at once, of which Node would warn as of a leak.
    setMaxListeners(0, limit);
    // Not before: a renewal broken off may have been done, and then nobody knows the receipt.
    limit.addEventListener('abort', () => renewals.abort(), { once: true });
    await polls.end();
    await held.settled();
    await Promise.all([acknowledgements.flush(limit), held.giveBack(limit)]);
    const left = acknowledgements.left();
    if (left) options.undeleted?.(left);
    // What the service refuses is an error; what only failed is none that starting the source anew would mend.
    if (left?.cause !== undefined && !isTransient(left.cause)) throw left.cause;
  }
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
