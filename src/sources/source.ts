/** Ports of the tail loop's upstream side: where events come from. */

import type { Message } from '../domain/record.ts';

/** Messages that came together, at least one. One by one, each would cost a turn in every wrapper round its source. */
export interface Batch {
  readonly kind: 'batch';
  readonly deliveries: readonly Delivery[];
}

/** A message as it arrived, before anything was decoded, and how its source learns what became of it. */
export interface Delivery {
  readonly message: Message;
  /** It tells no time of its own: that of its receipt is when it was read. */
  readonly isUntimed?: true;
  /** Why the body is not whole, and need not be decoded. */
  readonly unreadable?: string;
  /** Tells the source that every sink has accepted the delivery. Absent where nothing is consumed. */
  acknowledge?(): void;
  /** Tells the source that the delivery will not be acknowledged; its message comes again when its time is over. */
  letGo?(): void;
}

/**
 * News of the link to a source. `ready` comes after the first good poll, never before; a source that is pushed to is
 * `listening` instead, and tells of each push; a text is `reading` until it ends. `clock` says how this computer's clock differs from the service's,
 * `deletions` that messages that were handled come again.
 * `closing` is the last of a source that was aborted: it receives nothing more, and gives back what is not acknowledged
 * when it is asked for the next item.
 */
export interface Notice {
  readonly kind: 'notice';
  readonly link:
    | 'ready'
    | 'lost'
    | 'back'
    | 'polled'
    | 'listening'
    | 'reading'
    | 'pushed'
    | 'clock'
    | 'deletions'
    | 'closing';
  readonly atMs: number;
  readonly text?: string;
  /** Which source, where several are read at once. */
  readonly source?: string;
  /** With `ready`, `polled` and `back`: how long the service may take for its next answer. */
  readonly answerWithinMs?: number;
  /** With `back`: how long the link was lost. */
  readonly gapMs?: number;
  /** With `clock`: how far this computer's clock is ahead of the service's. */
  readonly aheadMs?: number;
}

export type Source = (signal: AbortSignal) => AsyncIterable<Batch | Notice>;
