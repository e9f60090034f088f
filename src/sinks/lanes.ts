import { NotAccepted } from './sink.ts';

export interface Lanes {
  /**
   * Runs the task after all earlier ones of the same key.
   * @throws {NotAccepted} when it was not begun because its lane is narrow
   */
  run(key: string, task: () => Promise<void>): Promise<void>;
  /** Until the task ends that now runs there, only so many wait behind it; the newest are sent away. */
  narrow(key: string, most: number): void;
}

interface Lane {
  waiting: { readonly start: () => void; readonly sendAway: (reason: NotAccepted) => void }[];
  most: number;
}

/** Whoever is sent away comes again, and so does the next one that takes its place: not faster than this. */
const SENT_AWAY_AFTER_MS = 100;

/** Tasks of one key one after the other, those of different keys side by side. */
export function createLanes(sleep: (ms: number) => Promise<void>): Lanes {
  const lanes = new Map<string, Lane>();

  async function runNow(key: string, lane: Lane, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } finally {
      lane.most = Number.POSITIVE_INFINITY;
      const next = lane.waiting.shift();
      if (next) next.start();
      else lanes.delete(key);
    }
  }

  return {
    async run(key, task) {
      const lane = lanes.get(key);
      if (lane === undefined) {
        const own = { waiting: [], most: Number.POSITIVE_INFINITY };
        lanes.set(key, own);
        return runNow(key, own, task);
      }
      if (lane.waiting.length >= lane.most) {
        await sleep(SENT_AWAY_AFTER_MS);
        throw full();
      }
      await new Promise<void>((start, sendAway) => lane.waiting.push({ start, sendAway }));
      return runNow(key, lane, task);
    },
    narrow(key, most) {
      const lane = lanes.get(key);
      if (lane === undefined) return;
      lane.most = most;
      for (const { sendAway } of lane.waiting.splice(most)) sendAway(full());
    },
  };
}

const full = () => new NotAccepted('an earlier event of its key is not taken');

export interface Slots {
  use<Result>(task: () => Promise<Result>): Promise<Result>;
}

/** At most `width` tasks at once; the others wait in their order. */
export function createSlots(width: number): Slots {
  const waiting: (() => void)[] = [];
  let free = width;
  return {
    async use(task) {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await task();
      } finally {
        // A place goes straight to the next, so that nobody who comes late gets in between.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
