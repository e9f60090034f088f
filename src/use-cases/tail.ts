import type { Base64Use } from '../domain/envelope.ts';
import type { NotificationEvent } from '../domain/event.ts';
import type { TailRecord } from '../domain/record.ts';
import { NotAccepted, type Sink } from '../sinks/sink.ts';
import type { Delivery, Source } from '../sources/source.ts';
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
}

export interface TailSummary {
  readonly shown: number;
  /** Deliveries received, shown or not. */
  readonly messages: number;
  readonly end: End;
}

/** More would only wait in memory: a sink that is slower than the source takes them one after the other anyway. */
const MOST_IN_FLIGHT = 64;
/** How long sinks may take to accept what they have when the tail is told to end. */
const GRACE_MS = 5000;

/**
 * The one tail loop: source → decode once → filter → sinks → acknowledge. A message is acknowledged only after
 * every sink has accepted all its records; whatever ends the loop, the source's and the sinks' own endings run.
 */
export async function tail(request: TailRequest): Promise<TailSummary> {
  const limits = startLimits(request);
  const inFlight = createInFlight({ limit: MOST_IN_FLIGHT, failed: limits.stop });
  const readRecords = createRecordReader(request.base64);
  const stopSinks = () => {
    for (const sink of request.sinks) sink.stop?.();
  };
  limits.signal.addEventListener('abort', stopSinks, { once: true });
  const done = new AbortController();
  const grace = () => request.system.sleep(GRACE_MS, done.signal);
  let shown = 0;
  let messages = 0;
  try {
    for await (const item of request.source(limits.signal)) {
      if (item.kind === 'notice') {
        if (item.link === 'closing') await inFlight.drained(grace());
        else for (const sink of request.sinks) sink.notice?.(item);
        continue;
      }
      limits.messageCame();
      await takeAll(item.deliveries);
      if (shown === request.count) break;
    }
    await inFlight.drained(limits.signal.aborted ? grace() : undefined);
    return { shown, messages, end: shown === request.count ? 'count' : limits.end() };
  } finally {
    done.abort();
    limits.stop();
    for (const sink of request.sinks) await sink.close();
  }

  async function takeAll(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) {
      // What is left of the batch is not acknowledged, so the source gives it back.
      if (limits.signal.aborted) return;
      take(delivery);
      // Before the source is left, since it then gives back what is not acknowledged.
      if (shown === request.count) return inFlight.drained();
      const room = inFlight.room();
      if (room) await room;
    }
  }

  function take(delivery: Delivery): void {
    messages += 1;
    const records = readRecords(delivery).filter((record) => isWanted(record, request));
    const chosen = upTo(records, request.count, shown);
    shown += chosen.events;
    const isWhole = chosen.records.length === records.length;
    show(delivery, chosen.records, isWhole && (records.length > 0 || !request.keepUnmatched));
  }

  function show(delivery: Delivery, records: readonly TailRecord[], acknowledges: boolean): void {
    const settle = () => {
      for (const record of records) for (const sink of request.sinks) sink.accepted?.(record);
      if (acknowledges) delivery.acknowledge?.();
      else letGo();
    };
    // At the end the source gives back what it still holds; what was let go stays hidden for a while.
    const letGo = () => {
      if (!limits.signal.aborted) delivery.letGo?.();
    };
    const writes = writeAll(records, request.sinks);
    if (writes.length === 0) settle();
    else inFlight.add(whenAccepted(writes, settle, letGo));
  }
}

/** What cannot be decoded passes every filter: it is shown, never dropped. */
function isWanted(record: TailRecord, { accepts }: TailRequest): boolean {
  return record.kind === 'undecodable' || accepts(record.event);
}

/** The records until as many events were shown as were asked for. */
function upTo(records: readonly TailRecord[], count: number | undefined, shown: number) {
  let events = 0;
  const chosen: TailRecord[] = [];
  for (const record of records) {
    if (shown + events === count) break;
    chosen.push(record);
    if (record.kind === 'event') events += 1;
  }
  return { records: chosen, events };
}

/** Hands each record to each sink in order, without waiting; what is done at once needs no promise. */
function writeAll(records: readonly TailRecord[], sinks: readonly Sink[]): Promise<void>[] {
  const writes: Promise<void>[] = [];
  try {
    for (const record of records) {
      for (const sink of sinks) {
        const written = sink.write(record);
        if (written) writes.push(written);
      }
    }
  } catch (error) {
    writes.push(Promise.reject(error));
  }
  return writes;
}

/** Settles the message when all is written, and lets it go when something was not accepted; rejects with a failure. */
function whenAccepted(
  writes: readonly Promise<void>[],
  settle: () => void,
  letGo: () => void,
): Promise<void> {
  const [only] = writes;
  // One write is the usual case, and this is the hot path.
  const written = writes.length === 1 && only ? only : allWritten(writes);
  return written.then(settle, (reason: unknown) => {
    letGo();
    if (!(reason instanceof NotAccepted)) throw reason;
  });
}

/** All are waited for, so that nothing of this message is under way when its end is decided. */
async function allWritten(writes: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(writes);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (reasons.length > 0) throw reasons.find((reason) => !(reason instanceof NotAccepted)) ?? reasons[0];
}
