const SHOWN_MS = 5000;

export interface NewsItem {
  readonly text: string;
  readonly isError: boolean;
}

/** What came of the user's latest action, for a few seconds. */
export class News {
  readonly #now: () => number;
  #latest: NewsItem | undefined;
  #untilMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  say(text: string, isError = false): void {
    this.#latest = { text, isError };
    this.#untilMs = this.#now() + SHOWN_MS;
  }

  get latest(): NewsItem | undefined {
    return this.#untilMs > this.#now() ? this.#latest : undefined;
  }
}
