import type { NotificationEvent } from './event.ts';

/** What is known of the message that carried an event. Times are milliseconds since 1970. */
export interface Provenance {
  readonly topic?: string;
  readonly queue?: string;
  readonly messageId?: string;
  readonly receivedAtMs: number;
  readonly dequeueCount?: number;
  /** The message body as received. */
  readonly body: string;
}

/** One event of one message: the unit that filters judge and sinks write. */
export interface EventRecord extends Provenance {
  readonly kind: 'event';
  readonly event: NotificationEvent;
  /** From the event's own time to its receipt; absent when the event carries no readable time. */
  readonly latencyMs?: number;
  /** True when this event (by its identity) or this message was seen before in the same run. */
  readonly duplicate: boolean;
}

/** A message that holds no event that we can read: shown and kept, never dropped. */
export interface UndecodableRecord extends Provenance {
  readonly kind: 'undecodable';
  readonly reason: string;
}

export type TailRecord = EventRecord | UndecodableRecord;
