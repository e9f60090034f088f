import type { Notice } from '../sources/source.ts';
import type { Sink } from './sink.ts';

/** Less is not worth a word: the service's date is cut to whole seconds, and requests take their time. */
const WORTH_TELLING_MS = 3000;

/**
 * Gives news of the clock once, after an answer of the service, when this computer's is off by more than a few seconds.
 * A sink, since it only listens: as a wrapper round the source it would cost every delivery.
 */
export function clockSkewSink(aheadMs: () => number | undefined, give: (notice: Notice) => void): Sink {
  let isTold = false;
  return {
    notice({ atMs, link }) {
      const ahead = aheadMs() ?? 0;
      if (isTold || link === 'clock' || Math.abs(ahead) < WORTH_TELLING_MS) return;
      isTold = true;
      give({ kind: 'notice', link: 'clock', atMs, aheadMs: ahead, text: skewText(ahead) });
    },
    close: () => {},
  };
}

function skewText(aheadMs: number): string {
  const [side, effect] = aheadMs > 0 ? ['ahead of', 'long'] : ['behind', 'short'];
  const by = lengthText(Math.abs(aheadMs));
  return `warning: this computer's clock is ${by} ${side} the service's; latencies are not corrected, and so too ${effect}`;
}

/** `7 s`, `3 min 20 s`, `2 h 5 min`. */
function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
