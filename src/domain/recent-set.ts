export interface RecentSet {
  /** Whether the text came before, among the last so many; remembers it. */
  has(text: string | undefined): boolean;
}

/**
 * Remembers at least the last `limit` texts and at most twice as many. Two generations, of which the older goes as a
 * whole: deleting the oldest entry each time makes a JavaScript Set step over ever more holes.
 */
export function createRecentSet(limit: number): RecentSet {
  let current = new Set<string>();
  let previous: ReadonlySet<string> = new Set();
  return {
    has(text) {
      if (text === undefined) return false;
      if (previous.has(text)) return true;
      const sizeBefore = current.size;
      // Cheaper than to ask first, since nearly every text is new.
      current.add(text);
      if (current.size === sizeBefore) return true;
      if (current.size >= limit) {
        previous = current;
        current = new Set();
      }
      return false;
    },
  };
}
