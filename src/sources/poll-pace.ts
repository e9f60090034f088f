export interface PollPace {
  /** Milliseconds to rest before the next poll. */
  restAfter(poll: { readonly messages: number; readonly tookMs: number }): number;
}

const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 5000;

/**
 * Over a cap that the service does not state, it answers a long poll at once with "no message" and bills it.
 * So an empty answer well before its time makes the next poll wait, longer each time, with jitter.
 */
export function createPollPace(options: {
  readonly waitSeconds: number;
  readonly random: () => number;
}): PollPace {
  const earlyMs = (options.waitSeconds * 1000) / 2;
  let earlyInARow = 0;
  return {
    restAfter({ messages, tookMs }) {
      if (messages > 0 || tookMs >= earlyMs) {
        earlyInARow = 0;
        return 0;
      }
      const ceilingMs = Math.min(FIRST_REST_MS * 2 ** earlyInARow, LONGEST_REST_MS);
      earlyInARow += 1;
      return ceilingMs * (0.75 + options.random() / 2);
    },
  };
}
