/** Durations on a logarithmic scale: memory does not grow with their number, and a percentile is within 2.5 %. */
export interface LatencyScale {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly sum: number;
  add(ms: number): void;
  /** The duration below which a share (0 to 1) of all lie; undefined when there is none. */
  percentile(share: number): number | undefined;
  /** Counts by upper bound in milliseconds, for a histogram; empty ones in between included. */
  buckets(bounds: readonly number[]): number[];
}

const STEP = Math.log(1.05);
/** What is longer than some 30,000 years shares the last slot. */
const SLOTS = 1024;
/** Slots of those below 0 and of those from 0 to 1 ms. */
const [NEGATIVE, INSTANT, FIRST] = [0, 1, 2];

/** Below 0 (the clocks differ) and from 0 to 1 ms have a slot each; the others are 5 % wide. */
export function createLatencyScale(): LatencyScale {
  const slots = new Uint32Array(SLOTS);
  const scale = {
    count: 0,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
    sum: 0,
    add(ms: number) {
      const slot = slotOf(ms);
      slots[slot] = (slots[slot] ?? 0) + 1;
      scale.count += 1;
      scale.sum += ms;
      scale.least = Math.min(scale.least, ms);
      scale.most = Math.max(scale.most, ms);
    },
    percentile(share: number) {
      let rest = Math.ceil(share * scale.count);
      for (const [slot, count] of slots.entries()) {
        rest -= count;
        if (count > 0 && rest <= 0) return Math.min(scale.most, Math.max(scale.least, middleOf(slot)));
      }
      return undefined;
    },
    buckets(bounds: readonly number[]) {
      const counts = bounds.map(() => 0);
      for (const [slot, count] of slots.entries()) {
        if (count === 0) continue;
        const at = bounds.findIndex((bound) => middleOf(slot) <= bound);
        if (at !== -1) counts[at] = (counts[at] ?? 0) + count;
      }
      return counts;
    },
  };
  return scale;
}

function slotOf(ms: number): number {
  if (ms < 1) return ms < 0 ? NEGATIVE : INSTANT;
  return Math.min(SLOTS - 1, FIRST + Math.floor(Math.log(ms) / STEP));
}

function middleOf(slot: number): number {
  if (slot < FIRST) return slot === NEGATIVE ? -1 : 0.5;
  return Math.exp((slot - FIRST + 0.5) * STEP);
}
