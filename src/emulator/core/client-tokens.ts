import type { Journal } from './journal.ts';

/** What the rule API said to a call. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const FORGOTTEN_AFTER = 1000;

/** By what was asked for, its `ClientToken` included; the oldest give way. */
export class GivenAnswers extends Map<string, GivenAnswer> {
  override set(call: string, answer: GivenAnswer): this {
    super.set(call, answer);
    const [oldest] = this.keys();
    if (this.size > FORGOTTEN_AFTER && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

/** Answers to calls with a `ClientToken`: whoever did not hear one asks again and gets the same, after a restart too. */
export class ClientTokens {
  readonly #journal: Journal;
  readonly #answers = new GivenAnswers();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  answerTo(call: string): GivenAnswer | undefined {
    return this.#answers.get(call);
  }

  remember(call: string, answer: GivenAnswer): void {
    this.restore(call, answer);
    this.#journal.record({ kind: 'answered', call, answer });
  }

  restore(call: string, answer: GivenAnswer): void {
    this.#answers.set(call, answer);
  }

  clear(): void {
    this.#answers.clear();
  }
}
