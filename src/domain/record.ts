import type { NotificationEvent } from './event.ts';

/**
 * A message and where it came from; one object for all its records. Times are milliseconds since 1970, and members are
 * absent where that kind of source does not know them.
 */
export interface Message {
  /** The body exactly as received: an envelope, Base64 or JSON. */
  readonly body: string;
  readonly receivedAtMs: number;
  readonly topic?: string;
  readonly queue?: string;
  readonly messageId?: string;
  readonly enqueuedAtMs?: number;
  /** How often the service has handed it out, this time included. */
  readonly dequeueCount?: number;
}

/** One event of one message: the unit that filters judge and sinks write. */
export interface EventRecord {
  readonly kind: 'event';
  readonly event: NotificationEvent;
  readonly message: Message;
  /** From the event's own time to its receipt; absent when the event carries no readable time. */
  readonly latencyMs?: number;
  /** True when this event was seen before in the same run, by its identity; where it tells none, by its message. */
  readonly duplicate: boolean;
  /** Position among the events of its message; 0 when left out. */
  readonly index?: number;
}

/** A message that holds no event that we can read: shown and kept, never dropped. */
export interface UndecodableRecord {
  readonly kind: 'undecodable';
  readonly reason: string;
  readonly message: Message;
  /** Position among the elements of its message; 0 when left out. */
  readonly index?: number;
}

export type TailRecord = EventRecord | UndecodableRecord;

/** The event's own time, or that of its receipt where it has none that can be read; milliseconds since 1970. */
export function happenedAtMs(record: TailRecord): number {
  const eventTime = record.kind === 'event' ? Date.parse(record.event.time ?? '') : Number.NaN;
  return Number.isNaN(eventTime) ? record.message.receivedAtMs : eventTime;
}
