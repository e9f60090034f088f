import type { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Ks3Report } from './ks3-notification.ts';
import { Problem } from './problem.ts';

export interface FailedDelivery {
  readonly ruleId: string;
  readonly url: string;
  readonly eventId: string;
  readonly type: string;
  readonly key: string;
  readonly outcome: string;
  readonly failedAtMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Lists of what could not be delivered, written once a day; their format is not documented, so it is JSON lines here. */
export class Ks3Reports {
  readonly #clock: Clock;
  readonly #buckets: Buckets;
  readonly #journal: Journal;
  readonly #pending = new Map<string, { readonly report: Ks3Report; readonly failures: FailedDelivery[] }>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, buckets: Buckets, journal: Journal) {
    this.#clock = clock;
    this.#buckets = buckets;
    this.#journal = journal;
  }

  add(report: Ks3Report, failure: FailedDelivery): void {
    this.#journal.record({ kind: 'ks3-failure', report, failure });
    this.#gather(report, failure);
  }

  /** Failures that were not yet reported when the emulator ended. */
  restore(failures: readonly { readonly report: Ks3Report; readonly failure: FailedDelivery }[]): void {
    for (const { report, failure } of failures) this.#gather(report, failure);
  }

  /** The day is that of the oldest failure. */
  #gather(report: Ks3Report, failure: FailedDelivery): void {
    const place = `${report.Bucket}/${report.Prefix ?? ''}`;
    const list = this.#pending.get(place) ?? { report, failures: [] };
    list.failures.push(failure);
    this.#pending.set(place, list);
    const dueInMs = failure.failedAtMs + DAY_MS - this.#clock.now();
    this.#cancel ??= this.#clock.setTimer(Math.max(0, dueInMs), () => this.write());
  }

  /** Writes what has gathered, without waiting for the day to end. */
  write(): void {
    this.end();
    const day = new Date(this.#clock.now()).toISOString().replace(/[:.]/g, '-');
    for (const { report, failures } of this.#pending.values()) {
      const bucket = this.#buckets.forWriting(report.Bucket);
      if (bucket instanceof Problem) continue;
      const content = Buffer.from(failures.map((failure) => `${JSON.stringify(failure)}\n`).join(''));
      bucket.put(`${report.Prefix ?? ''}${day}.json`, {
        content,
        headers: { 'content-type': 'application/x-ndjson' },
      });
    }
    this.#pending.clear();
    this.#journal.record({ kind: 'ks3-failures-written' });
  }

  clear(): void {
    this.end();
    this.#pending.clear();
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
