export interface PollWidth {
  /** How many polls may be under way. */
  readonly now: number;
  /** How many polls may be under way and answers wait, together. */
  readonly places: number;
  polled(messages: number): void;
  /** The reader took the next answer, which had come before he asked for it, or not. */
  taken(hadCome: boolean): void;
}

/** As many times as there are polls, at most. */
const MOST_AHEAD = 4;
/** After so many answers in a row that had come before they were asked for, the places become fewer. */
const PATIENCE = 64;

/**
 * How many polls go side by side: one while the queue is idle, twice as many for each batch that came back full, and
 * fewer again when batches are not. More than one poll that waits is what the service punishes.
 *
 * At full width, a reader who finds no answer is quicker than the service: more of them may then wait for him, so that the
 * one goes on while the other does. For a slower reader that would only hide more messages from others.
 */
export function createPollWidth(most: number, batchSize: number): PollWidth {
  let width = 1;
  let ahead = 1;
  let inARow = 0;
  return {
    get now() {
      return width;
    },
    get places() {
      return width === most ? width * ahead : width;
    },
    polled(messages) {
      if (messages >= batchSize) width = Math.min(most, width * 2);
      else width = messages === 0 ? 1 : Math.max(1, Math.floor(width / 2));
    },
    taken(hadCome) {
      if (width < most || most === 1) return;
      inARow = hadCome ? inARow + 1 : 0;
      if (!hadCome) ahead = Math.min(MOST_AHEAD, ahead + 1);
      else if (inARow % PATIENCE === 0) ahead = Math.max(1, ahead - 1);
    },
  };
}
