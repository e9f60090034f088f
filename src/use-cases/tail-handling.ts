import type { Base64Use } from '../domain/envelope.ts';
import type { NotificationEvent } from '../domain/event.ts';
import { createRecentSet } from '../domain/recent-set.ts';
import type { TailRecord } from '../domain/record.ts';
import { NotAccepted, type Sink } from '../sinks/sink.ts';
import type { Recorder } from '../sources/recorder.ts';
import type { Delivery } from '../sources/source.ts';
import { writeAll, writersAmong } from './all-sinks.ts';
import { createInFlight, type InFlight } from './in-flight.ts';
import { createRecordReader } from './read-records.ts';

export interface HandlingOptions {
  readonly accepts: (event: NotificationEvent) => boolean;
  readonly sinks: readonly Sink[];
  /** Has each message before it is filtered, so that a replay shows what arrived; not what is given back untouched. */
  readonly record?: Recorder;
  /** How bodies are read; `auto` when left out. */
  readonly base64?: Base64Use;
  /** After how many events it is enough; a message that is acknowledged is shown whole, also beyond them. */
  readonly count?: number;
  /** Counts an event that is delivered again once. */
  readonly countsOnce?: boolean;
  /** Leave messages whose events were all filtered out where they are. */
  readonly keepUnmatched?: boolean;
}

/** What the handling has to know of the tail that it is a part of. */
export interface HandlingTail {
  isEnding(): boolean;
  /** The sinks have accepted a message. */
  somethingDone(): void;
  /** A sink or the recording has failed: the tail has to end. */
  failed(): void;
}

/** The way of messages through the sinks: decoded, filtered, handed out, acknowledged once every sink has accepted them. */
export interface Handling extends Pick<InFlight<unknown>, 'room' | 'drained' | 'size'> {
  take(delivery: Delivery): void;
  /** As many events were shown as were asked for. */
  isComplete(): boolean;
  /** Events that the sinks were given. */
  shown(): number;
  /** Those among them that the sinks had not accepted when the end came. */
  givenUp(): number;
  /** Deliveries that were taken. */
  messages(): number;
}

/** More would only wait in memory: a sink that is slower than the source takes them one after the other anyway. */
const MOST_IN_FLIGHT = 64;
/** At least so many messages that were left in their queue are counted once. */
const REMEMBERED_LEFT = 10_000;

export function createHandling(options: HandlingOptions, tail: HandlingTail): Handling {
  const { sinks, count, accepts, keepUnmatched } = options;
  const readRecords = createRecordReader(options.base64);
  const { failed } = tail;
  // Once, not for each record: these loops are all that a record costs beside its decoding.
  const writers = writersAmong(sinks);
  const listeners = sinks.filter((sink) => sink.accepted !== undefined);
  const inFlight = createInFlight<Handed>({ limit: MOST_IN_FLIGHT, accepted, refused, failed });
  const left = createRecentSet(REMEMBERED_LEFT);
  let shown = 0;
  let givenUp = 0;
  let messages = 0;

  /** What cannot be decoded passes every filter: it is shown, never dropped. */
  const isWanted = (record: TailRecord) => record.kind === 'undecodable' || accepts(record.event);

  function take(delivery: Delivery): void {
    try {
      options.record?.(delivery.message);
      handle(delivery);
    } catch (error) {
      inFlight.fail(error);
    }
  }

  function handle(delivery: Delivery): void {
    messages += 1;
    const all = readRecords(delivery);
    const records = all.every(isWanted) ? all : all.filter(isWanted);
    // What is taken from a queue goes as a whole: the rest of it would be lost, or come first again for ever.
    const given = delivery.acknowledge ? records : upTo(records, count, shown);
    shown += countOf(given, options);
    const handed = { delivery, records: given, acknowledges: records.length > 0 || !keepUnmatched };
    if (records.length === 0 && !isLeftAgain(delivery)) for (const sink of sinks) sink.filtered?.();
    const written = writeAll(handed.records, writers);
    if (written) inFlight.add(written, handed);
    else accepted(handed);
  }

  /** What is left in its queue comes again and again, and is filtered out but once. */
  function isLeftAgain({ message }: Delivery): boolean {
    return keepUnmatched === true && left.has(message.messageId);
  }

  function accepted({ delivery, records, acknowledges }: Handed): void {
    tail.somethingDone();
    for (const record of records) for (const sink of listeners) sink.accepted?.(record);
    if (acknowledges) delivery.acknowledge?.();
    else letGo(delivery);
  }

  function refused({ delivery, records }: Handed, reason: unknown): void {
    const missed = reason instanceof NotAccepted ? reason.records : undefined;
    for (const record of missed ?? records) for (const sink of sinks) sink.refused?.(record);
    if (tail.isEnding()) givenUp += countOf(records, options);
    letGo(delivery);
  }

  /** At the end the source gives back what it still holds; what was let go stays hidden for a while. */
  function letGo(delivery: Delivery): void {
    if (!tail.isEnding()) delivery.letGo?.();
  }

  return {
    ...inFlight,
    take,
    isComplete: () => count !== undefined && shown >= count,
    shown: () => shown,
    givenUp: () => givenUp,
    messages: () => messages,
  };
}

/** A message whose records the sinks were given. */
interface Handed {
  readonly delivery: Delivery;
  readonly records: readonly TailRecord[];
  readonly acknowledges: boolean;
}

/** The records until as many events were shown as were asked for. */
function upTo(records: readonly TailRecord[], count: number | undefined, shown: number) {
  if (count === undefined || records.length <= count - shown) return records;
  let events = shown;
  const end = records.findIndex(({ kind }) => {
    if (events === count) return true;
    if (kind === 'event') events += 1;
    return false;
  });
  return end === -1 ? records : records.slice(0, end);
}

function countOf(records: readonly TailRecord[], { countsOnce }: HandlingOptions): number {
  let events = 0;
  for (const record of records) if (record.kind === 'event' && !(countsOnce && record.duplicate)) events += 1;
  return events;
}
