export interface ClockWatchOptions {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly tick: () => void;
  /** The clock was `fromMs` and is now `toMs`, which nobody slept for: the computer did. */
  readonly jumped: (fromMs: number, toMs: number) => void;
}

const TICK_MS = 5000;
/** A busy machine is late by seconds; more than this is a sleep, or a clock that was set. */
const JUMP_MS = 15_000;

/** Ticks until the signal aborts, and tells when the clock leaps. */
export async function watchClock({ now, sleep, signal, tick, jumped }: ClockWatchOptions): Promise<void> {
  while (!signal.aborted) {
    const beforeMs = now();
    await sleep(TICK_MS, signal);
    if (signal.aborted) return;
    if (now() - beforeMs > TICK_MS + JUMP_MS) jumped(beforeMs, now());
    tick();
  }
}
