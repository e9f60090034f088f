import type { Clock } from './clock.ts';
import { newRequestId } from './identity.ts';
import type { Publication } from './publication.ts';
import { retryDelayMs } from './retry-schedule.ts';
import type { Subscription } from './subscription.ts';

/** One attempt to hand a publication to an HTTP endpoint. */
export interface PushAttempt {
  readonly publication: Publication;
  readonly subscription: Subscription;
  readonly url: string;
  /** Of this attempt. */
  readonly requestId: string;
  readonly atMs: number;
}

export interface PushResult {
  readonly delivered: boolean;
  /** The endpoint's status, or why there is none. */
  readonly outcome: string;
}

export interface PushState {
  readonly topic: string;
  readonly subscription: string;
  readonly url: string;
  readonly messageId: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly outcome: string;
  /** When the next attempt is due; only while waiting. */
  readonly nextAtMs?: number;
}

export interface PushesOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly send: (attempt: PushAttempt) => Promise<PushResult>;
  /** Multiplies every interval between attempts; 1 as the service, less for tests in real time. */
  readonly intervalScale: number;
  /** Whether the subscription is still there; a push that nobody wants any more ends. */
  readonly isWanted: (topic: string, subscription: string) => boolean;
}

const KEPT = 1000;
/** A topic keeps what it could not deliver for a day. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

interface Push {
  readonly publication: Publication;
  readonly subscription: Subscription;
  readonly url: string;
  state: PushState['state'];
  attempts: number;
  outcome: string;
  nextAtMs: number | undefined;
  cancel: () => void;
}

/** Pushes to HTTP endpoints: attempted, retried by the subscription's strategy, dead after the last retry. */
export class Pushes {
  readonly #options: PushesOptions;
  readonly #pushes = new Set<Push>();
  #ended = false;

  constructor(options: PushesOptions) {
    this.#options = options;
  }

  /** Oldest first; of those that are over only the newest. */
  all(): PushState[] {
    return [...this.#pushes].map(
      ({ publication, subscription, url, state, attempts, outcome, nextAtMs }) => ({
        topic: publication.topic,
        subscription: subscription.name,
        url,
        messageId: publication.id,
        state,
        attempts,
        outcome,
        ...(nextAtMs === undefined ? {} : { nextAtMs }),
      }),
    );
  }

  add(publication: Publication, subscription: Subscription, url: string): void {
    const push: Push = {
      publication,
      subscription,
      url,
      state: 'waiting',
      attempts: 0,
      outcome: '',
      nextAtMs: this.#options.clock.now(),
      cancel: () => undefined,
    };
    this.#pushes.add(push);
    this.#forgetOldest();
    void this.#attempt(push);
  }

  clear(): void {
    for (const { cancel } of this.#pushes) cancel();
    this.#pushes.clear();
  }

  /** No further attempt is made. */
  end(): void {
    this.#ended = true;
    this.clear();
  }

  async #attempt(push: Push): Promise<void> {
    const { clock, send, isWanted } = this.#options;
    const { publication, subscription, url } = push;
    if (!isWanted(publication.topic, subscription.name)) {
      this.#finish(push, 'dead', 'unsubscribed');
      return;
    }
    push.attempts += 1;
    push.nextAtMs = undefined;
    const result = await send({
      publication,
      subscription,
      url,
      requestId: newRequestId(),
      atMs: clock.now(),
    });
    if (this.#ended || !this.#pushes.has(push)) return;
    if (result.delivered) this.#finish(push, 'delivered', result.outcome);
    else this.#retry(push, result.outcome);
  }

  #retry(push: Push, outcome: string): void {
    const { clock, random, intervalScale } = this.#options;
    const { subscription, publication, attempts } = push;
    const delayMs = retryDelayMs(subscription.strategy, attempts, random);
    const nextAtMs = clock.now() + (delayMs ?? Number.POSITIVE_INFINITY) * intervalScale;
    if (nextAtMs > publication.publishedAtMs + RETENTION_MS) {
      this.#finish(push, 'dead', outcome);
      return;
    }
    push.outcome = outcome;
    push.nextAtMs = nextAtMs;
    push.cancel = clock.setTimer(nextAtMs - clock.now(), () => void this.#attempt(push));
  }

  #finish(push: Push, state: PushState['state'], outcome: string): void {
    push.state = state;
    push.outcome = outcome;
    push.nextAtMs = undefined;
  }

  #forgetOldest(): void {
    if (this.#pushes.size <= KEPT) return;
    for (const push of this.#pushes) {
      if (push.state === 'waiting') continue;
      this.#pushes.delete(push);
      return;
    }
  }
}
