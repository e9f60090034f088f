export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Keeps at least the last `limit` keys and at most twice as many, in two generations as `createRecentSet` does. */
export function createRecentMap<Value>(limit: number): RecentMap<Value> {
  let current = new Map<string, Value>();
  let previous: ReadonlyMap<string, Value> = new Map();
  return {
    get: (key) => current.get(key) ?? previous.get(key),
    set(key, value) {
      if (current.size >= limit && !current.has(key)) {
        previous = current;
        current = new Map();
      }
      current.set(key, value);
    },
  };
}
