import { type FaultPlan, type FaultStatus, noFaults } from './fault-plan.ts';

/** Decides, from a seed, which request meets with which fault: the same requests in the same order meet the same. */
export class Faults {
  readonly #first: FaultPlan;
  #plan: FaultPlan = noFaults;
  #state = 1;

  constructor(plan: FaultPlan = noFaults) {
    this.#first = plan;
    this.set(plan);
  }

  get plan(): FaultPlan {
    return this.#plan;
  }

  set(plan: FaultPlan): void {
    this.#plan = plan;
    this.#state = plan.seed;
  }

  /** Back to the plan of the start, from its seed on. */
  reset(): void {
    this.set(this.#first);
  }

  /** What to refuse the request with, if anything; every entry that fits draws its lot. A batch is a case of its single form. */
  errorFor(operation: string): FaultStatus | undefined {
    if (this.#plan.errors.length === 0) return undefined;
    const name = operation.toLowerCase();
    const names = ['*', name, name.replace(/^batch/, '')];
    for (const { operation: asked, statuses, rate } of this.#plan.errors) {
      if (!names.includes(asked)) continue;
      if (this.#happens(rate)) return statuses[Math.floor(this.#random() * statuses.length)];
    }
    return undefined;
  }

  drop(): 'before' | 'after' | undefined {
    if (!this.#happens(this.#plan.dropRate)) return undefined;
    return this.#random() < 0.5 ? 'before' : 'after';
  }

  duplicates(): boolean {
    return this.#happens(this.#plan.duplicateRate);
  }

  reorders(): boolean {
    return this.#happens(this.#plan.reorderRate);
  }

  latencyMs(): number {
    const { low, high } = this.#plan.latencyMs;
    return high === 0 ? 0 : low + this.#random() * (high - low);
  }

  #happens(rate: number): boolean {
    return rate > 0 && this.#random() < rate;
  }

  /** Mulberry32: small, quick, and good enough to draw lots. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
