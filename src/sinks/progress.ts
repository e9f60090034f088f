import type { Output } from '../system.ts';
import type { Sink } from './sink.ts';

const WIDTH = 30;
const LEAST_PAUSE_MS = 50;
const CLEAR_LINE = '\r\u001B[K';

/** A bar on a terminal that shows how many of a known number of events have passed. */
export function progressSink(output: Output, total: number, now: () => number): Sink {
  let done = 0;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  const draw = () => {
    const share = Math.min(1, done / Math.max(1, total));
    const filled = Math.round(share * WIDTH);
    output.write(`${CLEAR_LINE}[${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${done}/${total}`);
    drawnAtMs = now();
  };
  return {
    accepted() {
      done += 1;
      if (now() - drawnAtMs >= LEAST_PAUSE_MS) draw();
    },
    close() {
      draw();
      output.write('\n');
    },
  };
}
