import { applySeed } from './core/apply-seed.ts';
import type { RaisedEvent } from './core/event-log.ts';
import type { EventRule } from './core/event-rule.ts';
import { type EventWish, fulfils } from './core/event-wish.ts';
import { Problem } from './core/problem.ts';
import type { PushState } from './core/pushes.ts';
import type { RaiseRequest } from './core/raise-request.ts';
import type { Seed } from './core/seed.ts';
import {
  type BucketState,
  type EmulatorState,
  type Ks3RuleState,
  ks3RuleStates,
  type MessageState,
  messageStates,
  type QueueState,
  queueStates,
  type SubscriptionState,
  stateOf,
  subscriptionStates,
  type TopicState,
  topicStates,
} from './core/state.ts';
import { planOf } from './fault-plans.ts';
import type { RequestLogEntry } from './http/request-log.ts';
import type { Steering } from './steering.ts';

/** With a data folder, what changes the state throws Node's error when the disk does not take it. */
export interface Emulator {
  /** Base URL of every service, such as `http://127.0.0.1:4586`. */
  readonly url: string;
  readonly port: number;
  /** Everything it holds, as plain values. */
  state(): EmulatorState;
  queues(): QueueState[];
  /** A queue's messages without consuming them, hidden ones too; empty when there is no such queue. */
  messages(queue: string): MessageState[];
  topics(): TopicState[];
  subscriptions(topic?: string): SubscriptionState[];
  rules(): EventRule[];
  ks3Rules(): Ks3RuleState[];
  buckets(): BucketState[];
  /** Pushes to HTTP endpoints with their state; of those that are over only the newest. */
  pushes(): PushState[];
  /** The certificate that pushes are signed with, in PEM: what a receiver under test has to pin. */
  pushCertificate(): Promise<string>;
  /** The newest events that were raised by now, whether or not a rule asked for them; oldest first. */
  events(): readonly RaisedEvent[];
  /**
   * The first event that fulfils the wish, also one raised before the call. Rejects when there is none within
   * `timeoutMs` (default 10 seconds) of the emulator's clock, or when the emulator is closed or reset meanwhile.
   */
  waitFor(wish: EventWish, timeoutMs?: number): Promise<RaisedEvent>;
  /** The newest requests, oldest first. */
  requests(): readonly RequestLogEntry[];
  /** From the next request on; an empty text ends the faults. Throws a `RangeError` for a text that names none. */
  setFaults(text: string): void;
  /**
   * Raises an event that no client call raises; returns whether a rule matched. Throws a `RangeError` for a type that
   * is not in the catalogue, and for members that no event has.
   */
  raise(request: RaiseRequest): boolean;
  /** Adds to the state what the seed describes, or nothing of it and throws a `SeedError`. */
  apply(seed: Seed): void;
  /** Back to an empty account and the faults of the start, without a restart; polls that wait end. */
  reset(): void;
  /** Ends waiting polls at once, and all connections with them. */
  close(): Promise<void>;
}

const USUAL_TIMEOUT_MS = 10_000;

/** A running emulator in the hands of the program that started it; the caller adds where it listens and how it ends. */
export function emulatorOf(steering: Steering): Omit<Emulator, 'url' | 'port' | 'close'> {
  const { services } = steering;
  return {
    state: () => stateOf(services),
    queues: () => queueStates(services),
    messages: (queue) => messageStates(services, queue) ?? [],
    topics: () => topicStates(services),
    subscriptions: (topic) =>
      subscriptionStates(services).filter(
        (subscription) => topic === undefined || subscription.topic === topic,
      ),
    rules: () => services.rules.all(),
    ks3Rules: () => ks3RuleStates(services),
    buckets: () => stateOf(services).buckets.slice(),
    pushes: () => services.pushes.all(),
    pushCertificate: () => steering.pushCertificate(),
    events: () => services.log.all(),
    async waitFor(wish, timeoutMs = USUAL_TIMEOUT_MS) {
      const event = await services.log.waitFor((candidate) => fulfils(candidate, wish), timeoutMs);
      if (typeof event === 'string')
        throw new Error(`the emulator was ${event} while waiting for an event ${JSON.stringify(wish)}`);
      if (event === undefined) throw new Error(`no event ${JSON.stringify(wish)} within ${timeoutMs} ms`);
      return event;
    },
    requests: () => steering.requests.all(),
    setFaults: (text) => services.faults.set(planOf(text)),
    raise(request) {
      const matched = steering.raise(request);
      if (matched instanceof Problem) throw new RangeError(matched.subject);
      services.journal.flush();
      return matched;
    },
    apply(seed) {
      applySeed(services, seed);
      services.journal.flush();
    },
    reset() {
      steering.reset();
      services.journal.flush();
    },
  };
}
