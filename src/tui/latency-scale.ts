/** Latencies of the kept events on a logarithmic scale: memory does not grow with them, and a percentile is within 4 %. */
export class LatencyScale {
  readonly #counts = new Map<number, number>();
  #total = 0;
  #negative = 0;

  get total(): number {
    return this.#total;
  }

  /** Events that seem to have come before they happened: one of the two clocks is wrong. */
  get negative(): number {
    return this.#negative;
  }

  add(ms: number): void {
    this.#change(ms, 1);
  }

  remove(ms: number): void {
    this.#change(ms, -1);
  }

  /** Milliseconds that this share (0 to 1) of the events did not exceed; undefined without events. */
  percentile(share: number): number | undefined {
    let left = Math.ceil(this.#total * share);
    for (const [step, count] of this.#steps()) {
      left -= count;
      if (left <= 0) return upperBound(step);
    }
    return undefined;
  }

  /** Counts between the given limits in milliseconds: below the first, between the first and the second, and so on. */
  histogram(limits: readonly number[]): number[] {
    const counts = Array.from({ length: limits.length + 1 }, () => 0);
    for (const [step, count] of this.#steps()) {
      const at = limits.findIndex((limit) => upperBound(step) <= limit);
      const place = at < 0 ? limits.length : at;
      counts[place] = (counts[place] ?? 0) + count;
    }
    return counts;
  }

  #change(ms: number, by: 1 | -1): void {
    const step = stepOf(ms);
    const count = (this.#counts.get(step) ?? 0) + by;
    if (count > 0) this.#counts.set(step, count);
    else this.#counts.delete(step);
    this.#total += by;
    if (ms < 0) this.#negative += by;
  }

  #steps(): [step: number, count: number][] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }
}

const GROWTH = Math.log(1.04);

/** Whole milliseconds one by one as long as a step of the scale would be finer than that. */
const LINEAR_TO_MS = 25;

function stepOf(ms: number): number {
  const whole = Math.max(0, Math.round(ms));
  return whole <= LINEAR_TO_MS ? whole : LINEAR_TO_MS + Math.ceil(Math.log(whole / LINEAR_TO_MS) / GROWTH);
}

function upperBound(step: number): number {
  if (step <= LINEAR_TO_MS) return step;
  return Math.round(LINEAR_TO_MS * Math.exp((step - LINEAR_TO_MS) * GROWTH));
}
