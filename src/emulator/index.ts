import { type Clock, realClock } from './core/clock.ts';
import type { RaisedEvent } from './core/event-log.ts';
import type { EventRule } from './core/event-rule.ts';
import { type EventWish, fulfils } from './core/event-wish.ts';
import { type FaultPlan, parseFaults } from './core/fault-plan.ts';
import { Faults } from './core/faults.ts';
import { noJournal } from './core/journal.ts';
import { relaxedLimits, strictLimits } from './core/limits.ts';
import { loadState } from './core/load-state.ts';
import type { PushState } from './core/pushes.ts';
import type { RaiseRequest } from './core/raise-request.ts';
import { applySeed, type Seed } from './core/seed.ts';
import { createServices, type Services } from './core/services.ts';
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
import { JournalFile } from './data/journal-file.ts';
import { readSeedFile } from './data/seed-file.ts';
import { callBack } from './http/ks3/call-back.ts';
import { Outgoing } from './http/push/outgoing.ts';
import { PushSender } from './http/push/push-sender.ts';
import { RequestLog, type RequestLogEntry } from './http/request-log.ts';
import { Router } from './router.ts';
import { startServer } from './server.ts';
import { Steering } from './steering.ts';

export type { Clock } from './core/clock.ts';
export type { RaisedEvent } from './core/event-log.ts';
export type { EventRule } from './core/event-rule.ts';
export type { EventWish } from './core/event-wish.ts';
export { parseFaults } from './core/fault-plan.ts';
export { EMULATOR_ACCESS_KEY, EMULATOR_ACCOUNT, EMULATOR_REGION } from './core/identity.ts';
export type { PushState } from './core/pushes.ts';
export type { RaiseRequest } from './core/raise-request.ts';
export { type Seed, SeedError } from './core/seed.ts';
export type {
  BucketState,
  EmulatorState,
  Ks3RuleState,
  MessageState,
  QueueState,
  SubscriptionState,
  TopicState,
} from './core/state.ts';
export { JournalError } from './data/journal-file.ts';
export type { RequestLogEntry } from './http/request-log.ts';

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Keeps the defaults of the service and lifts its limits. */
  readonly relaxed?: boolean;
  /** Buckets exist only from PutBucket; by default the first rule or write that names one makes it. */
  readonly strictBuckets?: boolean;
  /** Milliseconds from the creation of a rule until it raises events; default 0. */
  readonly activationDelayMs?: number;
  /** Milliseconds from the request to restore an archived object until it can be read; default 0. */
  readonly restoreDelayMs?: number;
  /** Push to endpoints on other machines too; by default only to this one's loopback addresses. */
  readonly pushAnywhere?: boolean;
  /** A folder in which the state survives the end of the process; made when it is not there. */
  readonly dataDirectory?: string;
  /** A state to start from, unless the data folder holds one already: as a value, or the path of a YAML or JSON file. */
  readonly seed?: Seed | string;
  /** Faults to be made, such as `error=0.2,drop=0.05,dup=0.05,seed=7`; see `parseFaults`. */
  readonly faults?: string;
  /** Called with every request and its answer. */
  readonly requestLog?: (entry: RequestLogEntry) => void;
  /** Multiplies the intervals between the attempts of a push; default 1. */
  readonly pushIntervalScale?: number;
}

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
  /** The newest events that were raised, whether or not a rule asked for them; oldest first. */
  events(): readonly RaisedEvent[];
  /**
   * The first event that fulfils the wish, also one raised before the call. Rejects when there is none within
   * `timeoutMs` (default 10 seconds) of the emulator's clock.
   */
  waitFor(wish: EventWish, timeoutMs?: number): Promise<RaisedEvent>;
  /** The newest requests, oldest first. */
  requests(): readonly RequestLogEntry[];
  /** From the next request on; an empty text ends the faults. Throws a `RangeError` for a text that names none. */
  setFaults(text: string): void;
  /** Raises an event that no client call raises; returns whether a rule matched. */
  raise(request: RaiseRequest): boolean;
  /** Adds to the state what the seed describes. Throws a `SeedError`. */
  apply(seed: Seed): void;
  /** Back to an empty account without a restart; polls that wait end. */
  reset(): void;
  /** Ends waiting polls at once, and all connections with them. */
  close(): Promise<void>;
}

const USUAL_TIMEOUT_MS = 10_000;

/** Starts MNS, its rule API and OSS on one port. Rejects with Node's `EADDRINUSE` when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, clock = realClock } = options;
  const outgoing = new Outgoing({ anywhere: options.pushAnywhere ?? false });
  const sender = new PushSender(clock, outgoing);
  const file = options.dataDirectory === undefined ? undefined : new JournalFile(options.dataDirectory);
  const journal = file ?? noJournal;
  const faults = faultsOf(options.faults ?? '');
  const services = createServices({
    clock,
    limits: options.relaxed === true ? relaxedLimits : strictLimits,
    strictBuckets: options.strictBuckets ?? false,
    activationDelayMs: options.activationDelayMs ?? 0,
    restoreDelayMs: options.restoreDelayMs ?? 0,
    pushMessage: (attempt) => sender.send(attempt),
    callBack: (target, method, body) => callBack(outgoing, target, method, body),
    pushIntervalScale: options.pushIntervalScale ?? 1,
    random: Math.random,
    faults,
    journal,
  });
  if (file !== undefined) loadState(services, file.open());
  if (options.seed !== undefined && isEmpty(services))
    applySeed(services, typeof options.seed === 'string' ? await readSeedFile(options.seed) : options.seed);
  const steering = new Steering(services, new RequestLog(options.requestLog), () => sender.certificate());
  const server = await startServer({ host, port, router: new Router(steering) });
  const url = `http://${host}:${server.port}`;
  sender.baseUrl = url;
  return {
    url,
    port: server.port,
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
    pushCertificate: () => sender.certificate(),
    events: () => services.log.all(),
    async waitFor(wish, timeoutMs = USUAL_TIMEOUT_MS) {
      const event = await services.log.waitFor((candidate) => fulfils(candidate, wish), timeoutMs);
      if (event === undefined) throw new Error(`no event ${JSON.stringify(wish)} within ${timeoutMs} ms`);
      return event;
    },
    requests: () => steering.requests.all(),
    setFaults(text) {
      services.faults.set(planOf(text));
    },
    raise: (request) => steering.raise(request),
    apply: (seed) => applySeed(services, seed),
    reset: () => steering.reset(),
    async close() {
      services.queues.endPolls();
      services.log.endWaits();
      services.pushes.end();
      services.ks3Reports.end();
      outgoing.close();
      await server.close();
      file?.close();
    },
  };
}

/** Nothing in it yet: no data folder, or a fresh one. */
function isEmpty(services: Services): boolean {
  const { queues, topics, rules, buckets } = stateOf(services);
  return [queues, topics, rules, buckets].every(({ length }) => length === 0);
}

function planOf(text: string): FaultPlan {
  const plan = parseFaults(text);
  if (typeof plan === 'string') throw new RangeError(plan);
  return plan;
}

const faultsOf = (text: string): Faults => new Faults(planOf(text));
