import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import { Fifo } from './fifo.ts';
import { newRequestId } from './identity.ts';
import { Overtaking } from './overtaking.ts';
import { retryDelayMs } from './retry-schedule.ts';
import type { NotifyStrategy } from './subscription.ts';

export interface PushResult {
  readonly delivered: boolean;
  /** The endpoint's status, or why there is none. */
  readonly outcome: string;
}

/** Something to be handed to a URL: a publication of MNS, or an event of KS3. */
export interface Deliverable {
  readonly service: 'mns' | 'ks3';
  /** Topic or bucket. */
  readonly source: string;
  /** Subscription or rule. */
  readonly name: string;
  readonly url: string;
  readonly id: string;
  readonly strategy: NotifyStrategy;
  readonly startedAtMs: number;
  /** Whether the subscription or rule is still there; a push that nobody wants any more ends. */
  readonly isWanted: () => boolean;
  readonly attempt: (requestId: string, atMs: number) => Promise<PushResult>;
  /** Called when an attempt failed and another one will be made. */
  readonly waits?: (progress: PushProgress) => void;
  /** Called when it is delivered, given up or not wanted any more. */
  readonly over?: () => void;
  /** Called when it is given up. */
  readonly died?: (outcome: string) => void;
}

/** How far a push has come that waits for its next attempt. */
export interface PushProgress {
  readonly attempts: number;
  /** The endpoint's status at the last attempt, or why there is none. */
  readonly outcome: string;
  readonly nextAtMs: number;
}

export interface PushState extends Pick<Deliverable, 'service' | 'source' | 'name' | 'url' | 'id'> {
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly outcome: string;
  /** When the next attempt is due; only while waiting. */
  readonly nextAtMs?: number;
}

export interface PushesOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Multiplies every interval between attempts; 1 as the service, less for tests in real time. */
  readonly intervalScale: number;
  readonly faults: Pick<Faults, 'duplicates' | 'reorders'>;
}

const KEPT = 1000;
/** Attempts made at once; the others wait in order, so that a burst does not use up the machine's sockets. */
const MOST_AT_ONCE = 64;
/** A topic keeps what it could not deliver for a day. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

interface Push {
  readonly deliverable: Deliverable;
  state: PushState['state'];
  attempts: number;
  outcome: string;
  nextAtMs: number | undefined;
  cancel: () => void;
}

/** Deliveries to URLs: attempted, so many at once, retried by their strategy, dead after the last retry. */
export class Pushes {
  readonly #options: PushesOptions;
  readonly #pushes = new Set<Push>();
  /** Those of them that are over, the first to end first. */
  readonly #over = new Set<Push>();
  readonly #overtaking: Overtaking;
  #underWay = 0;
  readonly #turns = new Fifo<() => void>();
  #ended = false;

  constructor(options: PushesOptions) {
    this.#options = options;
    this.#overtaking = new Overtaking(options.clock);
  }

  /** Oldest first; of those that are over only the newest. */
  all(): PushState[] {
    return [...this.#pushes].map(({ deliverable, state, attempts, outcome, nextAtMs }) => {
      const { service, source, name, url, id } = deliverable;
      const base = { service, source, name, url, id, state, attempts, outcome };
      return nextAtMs === undefined ? base : { ...base, nextAtMs };
    });
  }

  /** Resolves with the result of the first attempt. A fault may make it come twice, or after the next one. */
  add(deliverable: Deliverable): Promise<PushResult> {
    if (this.#options.faults.duplicates()) void this.#attemptInTurn(this.#enter(copyOf(deliverable)));
    return this.#attemptInTurn(this.#enter(deliverable));
  }

  async #attemptInTurn(push: Push): Promise<PushResult> {
    const { url } = push.deliverable;
    if (this.#options.faults.reorders() && !this.#overtaking.isHolding(url)) await this.#overtaking.hold(url);
    try {
      return await this.#attempt(push);
    } finally {
      this.#overtaking.letGo(url);
    }
  }

  /** Takes up a push where another run of the emulator left it; without progress its first attempt was cut short. */
  resume(deliverable: Deliverable, progress: PushProgress | undefined): void {
    const push = this.#enter(deliverable);
    if (progress === undefined) void this.#attempt(push);
    else this.#await(Object.assign(push, progress), progress.nextAtMs);
  }

  #enter(deliverable: Deliverable): Push {
    const push: Push = {
      deliverable,
      state: 'waiting',
      attempts: 0,
      outcome: '',
      nextAtMs: this.#options.clock.now(),
      cancel: () => undefined,
    };
    this.#pushes.add(push);
    this.#forgetOldest();
    return push;
  }

  clear(): void {
    for (const { cancel } of this.#pushes) cancel();
    this.#pushes.clear();
    this.#over.clear();
    this.#overtaking.letAllGo();
  }

  /** No further attempt is made. */
  end(): void {
    this.#ended = true;
    this.clear();
  }

  async #attempt(push: Push): Promise<PushResult> {
    if (this.#underWay >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#turns.push(resolve));
    else this.#underWay += 1;
    try {
      return await this.#attemptNow(push);
    } finally {
      // Whoever waits takes over the place.
      const next = this.#turns.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }

  async #attemptNow(push: Push): Promise<PushResult> {
    const { deliverable } = push;
    if (!this.#pushes.has(push)) return { delivered: false, outcome: 'not wanted any more' };
    if (!deliverable.isWanted()) return this.#finish(push, 'dead', 'not wanted any more');
    push.attempts += 1;
    push.nextAtMs = undefined;
    const result = await deliverable.attempt(newRequestId(), this.#options.clock.now());
    if (this.#ended || !this.#pushes.has(push)) return result;
    if (result.delivered) this.#finish(push, 'delivered', result.outcome);
    else this.#retry(push, result.outcome);
    return result;
  }

  #retry(push: Push, outcome: string): void {
    const { clock, random, intervalScale } = this.#options;
    const { strategy, startedAtMs, waits, died } = push.deliverable;
    const delayMs = retryDelayMs(strategy, push.attempts, random);
    const nextAtMs = clock.now() + (delayMs ?? Number.POSITIVE_INFINITY) * intervalScale;
    push.outcome = outcome;
    if (nextAtMs > startedAtMs + RETENTION_MS) {
      this.#finish(push, 'dead', outcome);
      died?.(outcome);
      return;
    }
    waits?.({ attempts: push.attempts, outcome, nextAtMs });
    this.#await(push, nextAtMs);
  }

  #await(push: Push, nextAtMs: number): void {
    const { clock } = this.#options;
    push.nextAtMs = nextAtMs;
    push.cancel = clock.setTimer(Math.max(0, nextAtMs - clock.now()), () => void this.#attempt(push));
  }

  #finish(push: Push, state: PushState['state'], outcome: string): PushResult {
    push.state = state;
    push.outcome = outcome;
    push.nextAtMs = undefined;
    push.deliverable.over?.();
    this.#over.add(push);
    this.#forgetOldest();
    return { delivered: state === 'delivered', outcome };
  }

  #forgetOldest(): void {
    if (this.#pushes.size <= KEPT) return;
    for (const push of this.#over) {
      this.#over.delete(push);
      this.#pushes.delete(push);
      return;
    }
  }
}

/** Goes the same way, but leaves no trace in journals and reports. */
const copyOf = ({ waits: _, over: __, died: ___, ...deliverable }: Deliverable): Deliverable => deliverable;
