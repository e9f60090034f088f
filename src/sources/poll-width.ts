export interface PollWidth {
  /** How many polls may be under way. */
  readonly now: number;
  polled(messages: number): void;
}

/**
 * How many polls go side by side: one while the queue is idle, twice as many for each batch that came back full, and
 * fewer again when batches are not. More than one poll that waits is what the service punishes.
 */
export function createPollWidth(most: number, batchSize: number): PollWidth {
  let width = 1;
  return {
    get now() {
      return width;
    },
    polled(messages) {
      if (messages >= batchSize) width = Math.min(most, width * 2);
      else width = messages === 0 ? 1 : Math.max(1, Math.floor(width / 2));
    },
  };
}
