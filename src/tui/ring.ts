/** The newest items of a stream, each addressed by its number among all that ever came. */
export interface Ring<T> {
  /** Puts an item at the end; gives back the one that had to go. */
  push(item: T): T | undefined;
  at(number: number): T | undefined;
  /** Number of the oldest item that is kept. */
  readonly first: number;
  /** Number that the next item will get. */
  readonly end: number;
  copy(): Ring<T>;
}

export function createRing<T>(capacity: number, slots: (T | undefined)[] = [], count = 0): Ring<T> {
  let end = count;
  return {
    push(item) {
      const slot = end % capacity;
      const evicted = slots[slot];
      slots[slot] = item;
      end += 1;
      return evicted;
    },
    at(number) {
      return number < Math.max(0, end - capacity) || number >= end ? undefined : slots[number % capacity];
    },
    get first() {
      return Math.max(0, end - capacity);
    },
    get end() {
      return end;
    },
    copy: () => createRing(capacity, slots.slice(), end),
  };
}
