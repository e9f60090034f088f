/** A poll that was made, until its answer has come. */
export interface Place {
  readonly number: number;
  /** `waiting` may take half a minute, and `late` is as good as lost: no answer waits for one of these. */
  kind: 'quick' | 'waiting' | 'late';
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
  const places = new Set<Place>();
  let answers: { readonly number: number; readonly answer: Answer }[] = [];
  let entered = 0;
  let isWaiting = false;

  /** The polls that the first answer has overtaken. */
  function overtaken(): Place[] {
    const [first] = answers;
    if (first === undefined || places.size === 0) return [];
    return [...places].filter(({ kind, number }) => kind === 'quick' && number < first.number);
  }

  async function waitForThem(late: readonly Place[]): Promise<void> {
    isWaiting = true;
    await sleep(OVERTAKING_MS, signal);
    isWaiting = false;
    for (const place of late) place.kind = 'late';
    changed();
  }

  function underWay(): number {
    let count = 0;
    for (const { kind } of places) if (kind !== 'late') count += 1;
    return count;
  }

  return {
    enter(kind) {
      entered += 1;
      const place = { number: entered, kind };
      places.add(place);
      return place;
    },
    put({ number }, answer) {
      const after = answers.findIndex((other) => other.number > number);
      answers.splice(after === -1 ? answers.length : after, 0, { number, answer });
    },
    leave: (place) => void places.delete(place),
    leaveAll: () => places.clear(),
    take() {
      const before = overtaken();
      if (before.length === 0) return answers.shift()?.answer;
      if (!isWaiting) void waitForThem(before);
      return undefined;
    },
    keep(isKept) {
      answers = answers.filter(({ answer }) => isKept(answer));
    },
    size: () => underWay() + answers.length,
    underWay,
  };
}
