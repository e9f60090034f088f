import { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import { EventLog } from './event-log.ts';
import type { Limits } from './limits.ts';
import { OssEvents } from './oss-events.ts';
import { Queues } from './queues.ts';
import { Rules } from './rules.ts';
import { type Push, Topics } from './topics.ts';

export interface ServicesOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly strictBuckets: boolean;
  readonly activationDelayMs: number;
  readonly restoreDelayMs: number;
  readonly push: Push;
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
  readonly log: EventLog;
  /** From the request to restore an archived object until it can be read. */
  readonly restoreDelayMs: number;
}

export function createServices(options: ServicesOptions): Services {
  const { clock, limits, strictBuckets, activationDelayMs, restoreDelayMs, push } = options;
  const queues = new Queues(clock, limits);
  const topics = new Topics({ clock, limits, queues, push });
  const rules = new Rules({ clock, limits, queues, topics, activationDelayMs });
  const buckets = new Buckets({ clock, strict: strictBuckets });
  const log = new EventLog(clock);
  const ossEvents = new OssEvents({ clock, rules, topics, queues, log });
  return { clock, limits, queues, topics, rules, buckets, ossEvents, log, restoreDelayMs };
}
