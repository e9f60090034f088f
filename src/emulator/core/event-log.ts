import type { Clock } from './clock.ts';

/** An event that was raised, whether or not a rule asked for it. */
export interface RaisedEvent {
  readonly provider: 'oss' | 'ks3';
  readonly type: string;
  readonly bucket: string;
  readonly key: string;
  /** Names of the rules that fired. */
  readonly rules: readonly string[];
  readonly atMs: number;
  /** The event element of the last rule's message, as sent. */
  readonly element: unknown;
}

/** Why a wait is over though nothing came. */
export type WaitEnd = 'closed' | 'reset';

export type RaisedEventTest = (event: RaisedEvent) => boolean;

const KEPT = 10_000;

/** The newest raised events, for tests that wait for one, be it past or to come. */
export class EventLog {
  readonly #clock: Clock;
  #events: RaisedEvent[] = [];
  readonly #waiters = new Set<(event: RaisedEvent | WaitEnd) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Oldest first, as of now. */
  all(): readonly RaisedEvent[] {
    return this.#events.slice(-KEPT);
  }

  add(event: RaisedEvent): void {
    this.#events.push(event);
    if (this.#events.length > 2 * KEPT) this.#events = this.#events.slice(-KEPT);
    for (const tell of this.#waiters) tell(event);
  }

  /** What comes is no answer to who asked before. */
  clear(): void {
    this.#events = [];
    this.endWaits('reset');
  }

  /** Ends every wait before its time. */
  endWaits(end: WaitEnd): void {
    for (const tell of this.#waiters) tell(end);
  }

  /**
   * The first event that passes the test, also one of before the call; `undefined` after `waitMs`, and a word when the
   * wait was ended before.
   */
  waitFor(test: RaisedEventTest, waitMs: number): Promise<RaisedEvent | WaitEnd | undefined> {
    const past = this.#events.find(test);
    if (past !== undefined || waitMs <= 0) return Promise.resolve(past);
    return new Promise((resolve) => {
      const end = (event: RaisedEvent | WaitEnd | undefined) => {
        cancel();
        this.#waiters.delete(tell);
        resolve(event);
      };
      const tell = (event: RaisedEvent | WaitEnd) => {
        if (typeof event === 'string' || test(event)) end(event);
      };
      const cancel = this.#clock.setTimer(waitMs, () => end(undefined));
      this.#waiters.add(tell);
    });
  }
}
