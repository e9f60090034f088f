/** The only source of time in the emulator; tests put their own in its place and move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `fire` once after `ms`; the returned function cancels it. */
  setTimer(ms: number, fire: () => void): () => void;
}

/** Node takes longer times, `Infinity` among them, for no time at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  setTimer(ms, fire) {
    let timer: NodeJS.Timeout;
    const start = (leftMs: number) => {
      const then = leftMs > LONGEST_TIMER_MS ? () => start(leftMs - LONGEST_TIMER_MS) : fire;
      timer = setTimeout(then, Math.min(leftMs, LONGEST_TIMER_MS));
    };
    start(ms);
    return () => clearTimeout(timer);
  },
};
