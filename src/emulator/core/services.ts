import { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import { EventLog } from './event-log.ts';
import type { Limits } from './limits.ts';
import { OssEvents } from './oss-events.ts';
import { type PushAttempt, Pushes, type PushResult } from './pushes.ts';
import { Queues } from './queues.ts';
import { Rules } from './rules.ts';
import { Topics } from './topics.ts';

export interface ServicesOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly strictBuckets: boolean;
  readonly activationDelayMs: number;
  readonly restoreDelayMs: number;
  /** Hands a publication to an HTTP endpoint. */
  readonly send: (attempt: PushAttempt) => Promise<PushResult>;
  readonly pushIntervalScale: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** The emulated account: the state of every service, wired together. */
export interface Services {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly rules: Rules;
  readonly buckets: Buckets;
  readonly ossEvents: OssEvents;
  readonly pushes: Pushes;
  readonly log: EventLog;
  /** From the request to restore an archived object until it can be read. */
  readonly restoreDelayMs: number;
}

export function createServices(options: ServicesOptions): Services {
  const { clock, limits, strictBuckets, activationDelayMs, restoreDelayMs, send, random } = options;
  const queues = new Queues(clock, limits);
  const topics: Topics = new Topics({
    clock,
    limits,
    queues,
    push: (publication, subscription, url) => pushes.add(publication, subscription, url),
  });
  const pushes = new Pushes({
    clock,
    random,
    send,
    intervalScale: options.pushIntervalScale,
    isWanted: (topic, subscription) => topics.find(topic)?.subscriptions.has(subscription) === true,
  });
  const rules = new Rules({ clock, limits, queues, topics, activationDelayMs });
  const buckets = new Buckets({ clock, strict: strictBuckets });
  const log = new EventLog(clock);
  const ossEvents = new OssEvents({ clock, rules, topics, queues, log });
  return { clock, limits, queues, topics, rules, buckets, ossEvents, pushes, log, restoreDelayMs };
}
