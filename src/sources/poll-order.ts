/** A poll that was made. */
export interface Place {
  readonly number: number;
  /** `waiting` may take half a minute: no answer waits for that. */
  readonly kind: 'quick' | 'waiting';
}

/**
 * Answers in the order in which their polls were made, so that the order of a queue lasts however its answers overtake
 * each other on the way.
 */
export interface PollOrder<Answer> {
  enter(kind: 'quick' | 'waiting'): Place;
  put(place: Place, answer: Answer): void;
  /** The poll has ended, with an answer or without. */
  leave(place: Place): void;
  /** No answer waits for the polls made so far. */
  leaveAll(): void;
  /** Whether an answer has come whose turn it is. */
  hasNext(): boolean;
  /** The next answer, if its turn has come. */
  take(): Answer | undefined;
  keep(isKept: (answer: Answer) => boolean): void;
  /** Polls under way that are not late, and answers that wait. */
  size(): number;
  /** Polls under way that are not late. */
  underWay(): number;
}

export interface PollOrderOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** A poll is late, so that an answer may have its turn. */
  readonly changed: () => void;
}

/** How long an answer waits for that of an earlier poll; one that hangs must hold nothing up. */
const OVERTAKING_MS = 250;

export function createPollOrder<Answer>({ sleep, signal, changed }: PollOrderOptions): PollOrder<Answer> {
  /** In the order of their numbers; without those that are late, which are as good as lost. */
  const places = new Set<Place>();
  let answers: { readonly number: number; readonly answer: Answer }[] = [];
  let entered = 0;
  let isWaiting = false;

  /** The polls that the first answer has overtaken. */
  function overtaken(): Place[] {
    const first = answers[0]?.number ?? 0;
    const before: Place[] = [];
    for (const place of places) {
      if (place.number >= first) break;
      if (place.kind === 'quick') before.push(place);
    }
    return before;
  }

  async function waitForThem(late: readonly Place[]): Promise<void> {
    isWaiting = true;
    await sleep(OVERTAKING_MS, signal);
    isWaiting = false;
    for (const place of late) places.delete(place);
    changed();
  }

  return {
    enter(kind) {
      entered += 1;
      const place: Place = { number: entered, kind };
      places.add(place);
      return place;
    },
    put({ number }, answer) {
      const after = answers.findIndex((other) => other.number > number);
      answers.splice(after === -1 ? answers.length : after, 0, { number, answer });
    },
    leave: (place) => void places.delete(place),
    leaveAll: () => places.clear(),
    hasNext: () => answers.length > 0 && overtaken().length === 0,
    take() {
      const before = overtaken();
      if (before.length === 0) return answers.shift()?.answer;
      if (!isWaiting) void waitForThem(before);
      return undefined;
    },
    keep(isKept) {
      answers = answers.filter(({ answer }) => isKept(answer));
    },
    size: () => places.size + answers.length,
    underWay: () => places.size,
  };
}
