export interface ClockWatchOptions {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds to the next tick, asked anew for each. */
  readonly tickMs: () => number;
  readonly tick: () => void;
  /** The clock was `fromMs` and is now `toMs`, which nobody slept for: the computer did. */
  readonly jumped: (fromMs: number, toMs: number) => void;
}

/** A busy machine is late by seconds; more than this is a sleep, or a clock that was set. */
const JUMP_MS = 15_000;

/** Ticks until the signal aborts, and tells when the clock leaps. */
export async function watchClock({
  now,
  sleep,
  signal,
  tickMs,
  tick,
  jumped,
}: ClockWatchOptions): Promise<void> {
  while (!signal.aborted) {
    const beforeMs = now();
    const restMs = tickMs();
    await sleep(restMs, signal);
    if (signal.aborted) return;
    if (now() - beforeMs > restMs + JUMP_MS) jumped(beforeMs, now());
    tick();
  }
}
