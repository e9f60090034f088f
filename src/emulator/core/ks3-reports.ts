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

interface FailureList {
  readonly report: Ks3Report;
  readonly failures: FailedDelivery[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_KEPT = 10_000;

const placeOf = ({ Bucket, Prefix = '' }: Ks3Report): string => `${Bucket}/${Prefix}`;

/** Lists of what could not be delivered, written once a day; their format is not documented, so it is JSON lines here. */
export class Ks3Reports {
  readonly #clock: Clock;
  readonly #buckets: Buckets;
  readonly #journal: Journal;
  readonly #pending = new Map<string, FailureList>();
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
    const place = placeOf(report);
    const list = this.#pending.get(place) ?? { report, failures: [] };
    list.failures.push(failure);
    this.#pending.set(place, list);
    const dueInMs = failure.failedAtMs + DAY_MS - this.#clock.now();
    this.#cancel ??= this.#clock.setTimer(Math.max(0, dueInMs), () => void this.write());
  }

  /**
   * Writes what has gathered, without waiting for the day to end. What cannot be written, for want of its bucket, is
   * kept for another day, and told.
   */
  write(): Problem[] {
    this.end();
    const tried = [...this.#pending.values()].map((list) => ({ ...list, problem: this.#put(list) }));
    this.#pending.clear();
    this.#journal.record({ kind: 'ks3-failures-written' });
    return tried.flatMap(({ problem, ...list }) => {
      if (problem === undefined) return [];
      this.#keep(list);
      return [problem];
    });
  }

  #put({ report, failures }: FailureList): Problem | undefined {
    const bucket = this.#buckets.forWriting(report.Bucket);
    if (bucket instanceof Problem) return bucket;
    const day = new Date(this.#clock.now()).toISOString().replace(/[:.]/g, '-');
    const content = Buffer.from(failures.map((failure) => `${JSON.stringify(failure)}\n`).join(''));
    const headers = { 'content-type': 'application/x-ndjson' };
    const stored = bucket.put(`${report.Prefix ?? ''}${day}.json`, { content, headers });
    return stored instanceof Problem ? stored : undefined;
  }

  /** The newest; tried again a day from now. */
  #keep({ report, failures }: FailureList): void {
    const kept = failures.slice(-MOST_KEPT);
    this.#pending.set(placeOf(report), { report, failures: kept });
    for (const failure of kept) this.#journal.record({ kind: 'ks3-failure', report, failure });
    this.#cancel ??= this.#clock.setTimer(DAY_MS, () => void this.write());
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
