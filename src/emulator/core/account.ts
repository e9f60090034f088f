import type { Journal } from './journal.ts';

/** What is said of MNS for the account as a whole; kept and told, since nothing is logged here. */
export class Account {
  readonly #journal: Journal;
  #loggingBucket = '';

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Where logs would go; empty until it is named. */
  get loggingBucket(): string {
    return this.#loggingBucket;
  }

  setLoggingBucket(name: string): void {
    this.restore(name);
    this.#journal.record({ kind: 'account', loggingBucket: name });
  }

  restore(loggingBucket: string): void {
    this.#loggingBucket = loggingBucket;
  }

  clear(): void {
    this.restore('');
  }
}
