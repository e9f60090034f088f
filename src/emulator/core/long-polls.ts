import type { Clock } from './clock.ts';

interface Waiter<Item> {
  readonly maximum: number;
  readonly done: (items: readonly Item[]) => void;
  cancelTimer: () => void;
}

/** Callers that wait for messages, first come first served; each is answered once. */
export class LongPolls<Item> {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter<Item>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Waits up to `waitMs`, then gets nothing. The returned function withdraws the caller unanswered. */
  add(maximum: number, waitMs: number, done: (items: readonly Item[]) => void): () => void {
    const waiter: Waiter<Item> = { maximum, done, cancelTimer: () => undefined };
    waiter.cancelTimer = this.#clock.setTimer(waitMs, () => this.#answer(waiter, []));
    this.#waiters.add(waiter);
    return () => this.#withdraw(waiter);
  }

  /** Hands items to the waiters until `take` has none left. */
  serve(take: (maximum: number) => readonly Item[]): void {
    for (const waiter of this.#waiters) {
      const items = take(waiter.maximum);
      if (items.length === 0) return;
      this.#answer(waiter, items);
    }
  }

  /** Ends every wait with nothing. */
  endAll(): void {
    for (const waiter of this.#waiters) this.#answer(waiter, []);
  }

  #answer(waiter: Waiter<Item>, items: readonly Item[]): void {
    this.#withdraw(waiter);
    waiter.done(items);
  }

  #withdraw(waiter: Waiter<Item>): void {
    waiter.cancelTimer();
    this.#waiters.delete(waiter);
  }
}
