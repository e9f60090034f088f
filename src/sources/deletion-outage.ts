/** Failures that last no longer are not worth a line: the next try takes care of them. */
const TOLD_AFTER_MS = 1000;

export interface DeletionOutage {
  failed(reason: string): void;
  worked(): void;
  /** What there is to tell since the last question. */
  takeNews(): string | undefined;
}

export interface DeletionOutageOptions {
  readonly queue: string;
  readonly now: () => number;
  readonly hasNews: () => void;
}

/** Tells once that a queue's messages cannot be deleted, and once that they can again, with the times. */
export function createDeletionOutage({ queue, now, hasNews }: DeletionOutageOptions): DeletionOutage {
  let sinceMs: number | undefined;
  let isTold = false;
  let news: string | undefined;
  const tell = (text: string) => {
    news = text;
    hasNews();
  };
  return {
    failed(reason) {
      sinceMs ??= now();
      if (isTold || now() - sinceMs < TOLD_AFTER_MS) return;
      isTold = true;
      tell(
        `since ${timeOf(sinceMs)} messages of queue ${queue} cannot be deleted once handled, and come again: ${reason}; trying on`,
      );
    },
    worked() {
      if (sinceMs === undefined) return;
      if (isTold)
        tell(
          `messages of queue ${queue} are deleted again; from ${timeOf(sinceMs)} to ${timeOf(now())} they were not, and may come again`,
        );
      [sinceMs, isTold] = [undefined, false];
    },
    takeNews() {
      const taken = news;
      news = undefined;
      return taken;
    },
  };
}

const timeOf = (ms: number) => new Date(ms).toISOString();
