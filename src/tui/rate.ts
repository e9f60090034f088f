const SECONDS = 60;

/** Events per second over the last minute, for the rate and its sparkline. */
export class Rate {
  readonly #counts: number[] = Array.from({ length: SECONDS }, () => 0);
  #second: number;
  readonly #startSecond: number;

  constructor(nowMs: number) {
    this.#second = Math.floor(nowMs / 1000);
    this.#startSecond = this.#second;
  }

  add(nowMs: number): void {
    this.#moveTo(nowMs);
    const slot = this.#second % SECONDS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Counts of the last whole seconds, the oldest first; the second that still runs is left out. */
  recent(seconds: number, nowMs: number): number[] {
    this.#moveTo(nowMs);
    const known = Math.min(seconds, SECONDS - 1, this.#second - this.#startSecond);
    return Array.from({ length: known }, (_, at) => this.#counts[(this.#second - known + at) % SECONDS] ?? 0);
  }

  /** Events a second, over the last five whole seconds. */
  perSecond(nowMs: number): number {
    const recent = this.recent(5, nowMs);
    return recent.length === 0 ? 0 : recent.reduce((sum, count) => sum + count, 0) / recent.length;
  }

  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const steps = Math.min(SECONDS, second - this.#second);
    for (let step = 1; step <= steps; step++) this.#counts[(this.#second + step) % SECONDS] = 0;
    if (second > this.#second) this.#second = second;
  }
}
