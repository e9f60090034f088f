export interface Lanes {
  /** Runs the task after all earlier ones of the same key. */
  run(key: string, task: () => Promise<void>): Promise<void>;
}

/** Tasks of one key one after the other, those of different keys side by side. */
export function createLanes(): Lanes {
  const last = new Map<string, Promise<void>>();
  return {
    run(key, task) {
      const before = last.get(key);
      const own = before ? before.then(task, task) : task();
      last.set(key, own);
      const leave = () => {
        if (last.get(key) === own) last.delete(key);
      };
      own.then(leave, leave);
      return own;
    },
  };
}

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
