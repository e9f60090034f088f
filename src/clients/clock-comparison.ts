export interface ClockComparison {
  /** Takes a server's `Date` header with our times of asking and of its answer. */
  read(date: string | undefined, askedAtMs: number, answeredAtMs: number): void;
  /** Milliseconds by which our clock is ahead of the server's; undefined before a first answer. */
  aheadMs(): number | undefined;
}

/** The header is cut to whole seconds, so a difference of less is none. */
const RESOLUTION_MS = 1000;

export function createClockComparison(): ClockComparison {
  let last: string | undefined;
  let ahead: number | undefined;
  return {
    read(date, askedAtMs, answeredAtMs) {
      // Once a second is enough, and parsing a date is not free.
      if (date === undefined || date === last) return;
      last = date;
      const serverMs = Date.parse(date);
      if (Number.isNaN(serverMs)) return;
      // The answer left between the two times; a long poll's at the end of it.
      const earliest = Math.min(askedAtMs, answeredAtMs) - serverMs - RESOLUTION_MS;
      const latest = answeredAtMs - serverMs;
      ahead = earliest > 0 ? earliest : Math.min(0, latest);
    },
    aheadMs: () => ahead,
  };
}
