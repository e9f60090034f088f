import type { Clock } from './clock.ts';

/** When nothing comes after it, a delivery that was to be overtaken is late by this. */
const LONGEST_HOLD_MS = 100;

/** Holds deliveries back until the next one to the same URL has been made: at each URL one at a time, so that it stays one place late. */
export class Overtaking {
  readonly #clock: Clock;
  readonly #held = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isHolding(url: string): boolean {
    return this.#held.has(url);
  }

  /** Resolves when its turn has come. */
  hold(url: string): Promise<void> {
    return new Promise((resolve) => {
      const letGo = () => {
        cancel();
        this.#held.delete(url);
        resolve();
      };
      const cancel = this.#clock.setTimer(LONGEST_HOLD_MS, letGo);
      this.#held.set(url, letGo);
    });
  }

  letGo(url: string): void {
    this.#held.get(url)?.();
  }

  letAllGo(): void {
    for (const url of [...this.#held.keys()]) this.letGo(url);
  }
}
