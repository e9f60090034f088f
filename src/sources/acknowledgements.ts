import { setMaxListeners } from 'node:events';
import type { FailedReceipt } from '../clients/mns.ts';
import { isPassing, isTransient } from './transient.ts';

/** Deletes what was acknowledged, in batches beside the polling; lives as long as its source, over reconnects too. */
export interface Acknowledgements {
  add(receipt: string, messageId: string): void;
  /**
   * Resolves when few enough deletions are outstanding to go on receiving. Rejects when the service refuses to
   * delete, or when deletions have failed so often that what waits would grow without bound.
   */
  room(): Promise<void>;
  /** Deletes all that was added, as far as it can before the signal aborts; never rejects. */
  flush(signal: AbortSignal): Promise<void>;
  /** Receipts that came too late since the last question. */
  takeFailed(): FailedReceipt[];
  /** What is not deleted after a flush. */
  left(): Undeleted | undefined;
}

/** Messages that were handled, and come again. */
export interface Undeleted {
  readonly messages: number;
  readonly reason: string;
  /** Of the last deletion, where it failed as a whole. */
  readonly cause?: unknown;
}

export interface AcknowledgementsOptions {
  readonly deleteBatch: (
    receipts: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly FailedReceipt[]>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Deletions side by side at most (4). */
  readonly parallelBatches?: number;
  /** Each failed deletion of a batch. */
  readonly batchFailed?: (reason: string) => void;
  readonly batchDeleted?: () => void;
  /** No other try would go better: from now on `room` rejects. */
  readonly refused?: () => void;
}

/** To be deleted; a message that came again has several receipts. */
interface Handled {
  readonly receipt: string;
  readonly messageId: string;
}

/** The service's own limit of a batch. */
const BATCH_SIZE = 16;
const WAITING_LIMIT = 16 * BATCH_SIZE;
/** How long a lone acknowledgement waits for company; doubled with each failure in a row. */
const LINGER_MS = 50;
const LONGEST_LINGER_MS = 10_000;
/** Rounds of a flush, in a row, in which the service may fail. */
const FRUITLESS_ROUNDS = 4;

/** As many requests listen to it as there are batches under way, of which Node would warn as of a leak. */
function newDeletions(): AbortController {
  const deletions = new AbortController();
  setMaxListeners(0, deletions.signal);
  return deletions;
}

export function createAcknowledgements(options: AcknowledgementsOptions): Acknowledgements {
  const { parallelBatches = 4 } = options;
  const waiting: Handled[] = [];
  /** Receipts that came too late, by their messages. */
  const late = new Map<string, FailedReceipt>();
  const underWay = new Set<Promise<void>>();
  let deletions = newDeletions();
  let linger: AbortController | undefined;
  let batchesDone = 0;
  let failuresInARow = 0;
  let isFlushed = false;
  let failure: unknown;

  /** Full batches go at once; what is left, and what failed, after a while. */
  function schedule(): void {
    // What could not be deleted by then comes again; trying on would keep the program for ever.
    if (isFlushed) return;
    if (failure === undefined && waiting.length >= BATCH_SIZE) startBatches(BATCH_SIZE);
    const hopeless = failure !== undefined && !isTransient(failure);
    if (waiting.length > 0 && linger === undefined && !hopeless) void startAfterLingering();
  }

  async function startAfterLingering(): Promise<void> {
    const own = new AbortController();
    linger = own;
    await options.sleep(Math.min(LINGER_MS * 2 ** failuresInARow, LONGEST_LINGER_MS), own.signal);
    if (own.signal.aborted) return;
    linger = undefined;
    // After a failure one batch finds out whether it goes again.
    if (failure === undefined) startBatches(1);
    else startBatch();
  }

  function stopLingering(): void {
    linger?.abort();
    linger = undefined;
  }

  function startBatches(leastSize: number): void {
    while (waiting.length >= leastSize && underWay.size < parallelBatches) startBatch();
  }

  function startBatch(): void {
    const done = deleteBatch(waiting.splice(0, BATCH_SIZE)).then(() => {
      underWay.delete(done);
      schedule();
    });
    underWay.add(done);
  }

  async function deleteBatch(batch: readonly Handled[]): Promise<void> {
    try {
      const receipts: string[] = [];
      for (const { receipt } of batch) receipts.push(receipt);
      const failed = await options.deleteBatch(receipts, deletions.signal);
      if (failed.length + late.size > 0) noteLate(batch, failed);
      batchesDone += 1;
      failuresInARow = 0;
      failure = undefined;
      options.batchDeleted?.();
    } catch (error) {
      // The receipts go with a later batch; whether the link is lost is for the polls to tell.
      waiting.push(...batch);
      if (deletions.signal.aborted) return;
      failuresInARow += 1;
      failure = error;
      options.batchFailed?.(reasonOf(error));
      if (!isTransient(error)) options.refused?.();
      stopLingering();
    }
  }

  /** A message that came again may have been deleted by its newer receipt. */
  function noteLate(batch: readonly Handled[], failed: readonly FailedReceipt[]): void {
    const failures = new Map(failed.map((one) => [one.receipt, one]));
    for (const { receipt, messageId } of batch) {
      const refusal = failures.get(receipt);
      if (refusal) late.set(messageId, refusal);
    }
    for (const { receipt, messageId } of batch) if (!failures.has(receipt)) late.delete(messageId);
  }

  return {
    add(receipt, messageId) {
      isFlushed = false;
      waiting.push({ receipt, messageId });
      schedule();
    },
    async room() {
      if (failure !== undefined && (!isTransient(failure) || waiting.length > WAITING_LIMIT)) throw failure;
      while (waiting.length > WAITING_LIMIT && underWay.size > 0) await Promise.race(underWay);
    },
    async flush(signal) {
      const giveUp = () => deletions.abort();
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
      isFlushed = true;
      await drain();
      signal.removeEventListener('abort', giveUp);
      deletions = newDeletions();
    },
    takeFailed() {
      const taken = [...late.values()];
      late.clear();
      return taken;
    },
    left() {
      const messages = new Set([...waiting.map(({ messageId }) => messageId), ...late.keys()]).size;
      if (messages === 0) return undefined;
      const codes = [...new Set([...late.values()].map(({ code }) => code))].join(', ');
      const unanswered = waiting.length > 0 ? 'the service did not answer in time' : `too late (${codes})`;
      if (failure === undefined) return { messages, reason: unanswered };
      return { messages, reason: reasonOf(failure), cause: failure };
    },
  };

  /** Until nothing is left, or the service is not there, or has deleted nothing for some rounds. */
  async function drain(): Promise<void> {
    for (let fruitless = 0; ; ) {
      const before = batchesDone;
      startBatches(1);
      await Promise.all(underWay);
      if (waiting.length === 0 || deletions.signal.aborted) break;
      fruitless = batchesDone > before ? 0 : fruitless + 1;
      if (fruitless === 0) continue;
      if (fruitless === FRUITLESS_ROUNDS || !isPassing(failure)) break;
      await options.sleep(LINGER_MS * 2 ** fruitless, deletions.signal);
    }
    stopLingering();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
