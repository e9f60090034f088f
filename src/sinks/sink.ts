import type { TailRecord } from '../domain/record.ts';
import type { Notice } from '../sources/source.ts';

/** Where records go. A message is acknowledged only after every sink's `write` has resolved. */
export interface Sink {
  /**
   * Absent where only the tail itself is watched. Called in order, and again before an earlier call has resolved; a slow
   * sink slows the source all the same, since only so many messages are under way. Rejects with `NotAccepted` to leave
   * the message in its queue, with any other error to end the tail.
   */
  write?(record: TailRecord): void | Promise<void>;
  /** News of the link; most sinks have no use for it. */
  notice?(notice: Notice): void;
  /** Every sink has accepted the record. */
  accepted?(record: TailRecord): void;
  /** Some sink has not accepted the record, for which its whole message comes again. */
  refused?(record: TailRecord): void;
  /** A message was handled of which no event passed the filters. */
  filtered?(): void;
  /** The tail is ending: what would take long is given up, by `NotAccepted`. Tells how many messages are under way. */
  stop?(underWay: () => number): void;
  close(): void | Promise<void>;
}

/** A sink that records are for. */
export interface Writer extends Sink {
  write(record: TailRecord): void | Promise<void>;
}

/** The record was not taken, which is no reason to end: its message is not acknowledged, and comes again. */
export class NotAccepted extends Error {
  /** Those of a message of several that were not taken. */
  readonly records?: readonly TailRecord[];

  constructor(reason: string, records?: readonly TailRecord[]) {
    super(reason);
    this.name = 'NotAccepted';
    if (records) this.records = records;
  }
}
