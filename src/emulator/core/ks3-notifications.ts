import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import { firesFor, type Ks3Rule, readKs3Rules } from './ks3-notification.ts';
import { Problem } from './problem.ts';

interface ActiveRules {
  readonly rules: readonly Ks3Rule[];
  readonly activeAtMs: number;
}

/** The notification rules of KS3, which live in their buckets. */
export class Ks3Notifications {
  readonly #clock: Clock;
  readonly #activationDelayMs: number;
  readonly #journal: Journal;
  readonly #byBucket = new Map<string, ActiveRules>();

  constructor(clock: Clock, activationDelayMs: number, journal: Journal) {
    this.#journal = journal;
    this.#clock = clock;
    this.#activationDelayMs = activationDelayMs;
  }

  all(): { readonly bucket: string; readonly rules: readonly Ks3Rule[] }[] {
    return [...this.#byBucket].map(([bucket, { rules }]) => ({ bucket, rules }));
  }

  get(bucket: string): readonly Ks3Rule[] {
    return this.#byBucket.get(bucket)?.rules ?? [];
  }

  /** The document replaces all rules of the bucket; a rule id that another bucket has moves here. */
  replace(bucket: string, document: unknown): Problem | undefined {
    const rules = readKs3Rules(document);
    if (rules instanceof Problem) return rules;
    const ids = new Set(rules.map(({ RuleId }) => RuleId));
    for (const [other, held] of this.#byBucket)
      if (held.rules.some(({ RuleId }) => ids.has(RuleId)))
        this.#set(other, { ...held, rules: held.rules.filter(({ RuleId }) => !ids.has(RuleId)) });
    this.#set(bucket, { rules, activeAtMs: this.#clock.now() + this.#activationDelayMs });
    return undefined;
  }

  delete(bucket: string): void {
    if (this.#byBucket.has(bucket)) this.#set(bucket, { rules: [], activeAtMs: 0 });
  }

  /** The rules of a bucket as they were when the emulator ended. */
  restore(bucket: string, rules: readonly Ks3Rule[], activeAtMs: number): void {
    this.#byBucket.set(bucket, { rules, activeAtMs });
  }

  #set(bucket: string, active: ActiveRules): void {
    this.#byBucket.set(bucket, active);
    this.#journal.record({ kind: 'ks3-rules', bucket, ...active });
  }

  clear(): void {
    this.#byBucket.clear();
  }

  matching(type: string, bucket: string, key: string): Ks3Rule[] {
    const held = this.#byBucket.get(bucket);
    if (held === undefined || held.activeAtMs > this.#clock.now()) return [];
    return held.rules.filter((rule) => firesFor(rule, type, key));
  }
}
