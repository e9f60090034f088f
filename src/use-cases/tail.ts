import type { Base64Use } from '../domain/envelope.ts';
import type { NotificationEvent } from '../domain/event.ts';
import type { TailRecord } from '../domain/record.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Delivery, Source } from '../sources/source.ts';
import { closeAll, writeAll } from './all-sinks.ts';
import { createInFlight } from './in-flight.ts';
import { createRecordReader } from './read-records.ts';
import { type End, type LimitOptions, startLimits } from './tail-limits.ts';

export interface TailRequest extends LimitOptions {
  readonly source: Source;
  readonly accepts: (event: NotificationEvent) => boolean;
  readonly sinks: readonly Sink[];
  /** How bodies are read; `auto` when left out. */
  readonly base64?: Base64Use;
  /** Ends after that many events were shown. */
  readonly count?: number;
  /** Leave messages whose events were all filtered out where they are. */
  readonly keepUnmatched?: boolean;
  /** The source is done with; the sinks are closed after this. */
  readonly ended?: (outcome: TailOutcome) => Promise<void>;
}

export interface TailSummary {
  /** Events that the sinks have had, less the messages that they had not accepted by the end. */
  readonly shown: number;
  /** Deliveries received, shown or not. */
  readonly messages: number;
  readonly end: End;
}

export type TailOutcome =
  | { readonly kind: 'ended'; readonly summary: TailSummary }
  /** `hasBegun` when its source could be read. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly hasBegun: boolean };

/** More would only wait in memory: a sink that is slower than the source takes them one after the other anyway. */
const MOST_IN_FLIGHT = 64;
/** How long sinks may take to accept what they have when the tail is told to end. */
const GRACE_MS = 5000;

/**
 * The one tail loop: source → decode once → filter → sinks → acknowledge. A message is acknowledged only after
 * every sink has accepted all its records; whatever ends the loop, the source's and the sinks' own endings run.
 */
export async function tail(request: TailRequest): Promise<TailSummary> {
  const inFlight = createInFlight<Handed>({
    limit: MOST_IN_FLIGHT,
    accepted,
    refused,
    failed: () => limits.stop(),
  });
  const limits = startLimits({ ...request, isBusy: () => inFlight.size() > 0 });
  const readRecords = createRecordReader(request.base64);
  const done = new AbortController();
  let stopWaiting = () => {};
  /** The sinks have had their time since the end was asked for. */
  const graceOver = new Promise<void>((resolve) => {
    const stop = () => {
      stopWaiting();
      for (const sink of request.sinks) sink.stop?.(inFlight.size);
      if (!done.signal.aborted) void request.system.sleep(GRACE_MS, done.signal).then(resolve);
    };
    limits.signal.addEventListener('abort', stop, { once: true });
  });
  let shown = 0;
  let messages = 0;
  let hasBegun = false;
  try {
    const outcome = await readAll().then(
      (summary) => ({ kind: 'ended', summary }) as const,
      (error: unknown) => ({ kind: 'failed', error, hasBegun }) as const,
    );
    done.abort();
    limits.stop();
    await request.ended?.(outcome);
    if (outcome.kind === 'failed') throw outcome.error;
    return outcome.summary;
  } finally {
    await closeAll(request.sinks);
  }

  async function readAll(): Promise<TailSummary> {
    for await (const item of request.source(limits.signal)) {
      hasBegun ||= item.kind === 'batch' || item.link !== 'reading';
      if (item.kind === 'notice') {
        if (item.link === 'closing') await inFlight.drained(graceOver);
        else for (const sink of request.sinks) sink.notice?.(item);
        continue;
      }
      limits.somethingDone();
      await takeAll(item.deliveries);
      if (shown === request.count) break;
    }
    await inFlight.drained(graceOver);
    const isComplete = shown === request.count && inFlight.size() === 0;
    return { shown: shown - inFlight.size(), messages, end: isComplete ? 'count' : limits.end() };
  }

  async function takeAll(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) {
      // What is left of the batch is not acknowledged, so the source gives it back.
      if (limits.signal.aborted) return;
      take(delivery);
      // Before the source is left, since it then gives back what is not acknowledged.
      if (shown === request.count) return inFlight.drained(graceOver);
      const room = inFlight.room();
      if (room) await Promise.race([room, new Promise<void>((resolve) => (stopWaiting = resolve))]);
    }
  }

  function take(delivery: Delivery): void {
    messages += 1;
    const records = readRecords(delivery).filter((record) => isWanted(record, request));
    const chosen = upTo(records, request.count, shown);
    shown += chosen.events;
    const isWhole = chosen.records.length === records.length;
    const acknowledges = isWhole && (records.length > 0 || !request.keepUnmatched);
    const handed = { delivery, records: chosen.records, acknowledges };
    if (records.length === 0) for (const sink of request.sinks) sink.filtered?.();
    const written = writeAll(handed.records, request.sinks);
    if (written) inFlight.add(written, handed);
    else accepted(handed);
  }

  function accepted({ delivery, records, acknowledges }: Handed): void {
    limits.somethingDone();
    for (const record of records) for (const sink of request.sinks) sink.accepted?.(record);
    if (acknowledges) delivery.acknowledge?.();
    else letGo(delivery);
  }

  function refused({ delivery, records }: Handed): void {
    for (const record of records) for (const sink of request.sinks) sink.refused?.(record);
    letGo(delivery);
  }

  /** At the end the source gives back what it still holds; what was let go stays hidden for a while. */
  function letGo(delivery: Delivery): void {
    if (!limits.signal.aborted) delivery.letGo?.();
  }
}

/** A message whose records the sinks were given. */
interface Handed {
  readonly delivery: Delivery;
  readonly records: readonly TailRecord[];
  readonly acknowledges: boolean;
}

/** What cannot be decoded passes every filter: it is shown, never dropped. */
function isWanted(record: TailRecord, { accepts }: TailRequest): boolean {
  return record.kind === 'undecodable' || accepts(record.event);
}

/** The records until as many events were shown as were asked for. */
function upTo(records: readonly TailRecord[], count: number | undefined, shown: number) {
  let events = 0;
  let end = 0;
  for (const record of records) {
    if (shown + events === count) break;
    end += 1;
    if (record.kind === 'event') events += 1;
  }
  return { records: end === records.length ? records : records.slice(0, end), events };
}
