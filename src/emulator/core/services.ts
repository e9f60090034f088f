import { Buckets } from './buckets.ts';
import type { CallOut } from './call-out.ts';
import type { Clock } from './clock.ts';
import { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { Ks3Events } from './ks3-events.ts';
import { Ks3Notifications } from './ks3-notifications.ts';
import { Ks3Reports } from './ks3-reports.ts';
import type { Limits } from './limits.ts';
import { type MessagePush, messageDeliverable, type PushMessage } from './message-push.ts';
import { OssEvents } from './oss-events.ts';
import { Pushes, type PushProgress } from './pushes.ts';
import { Queues } from './queues.ts';
import { Restores } from './restores.ts';
import { Rules } from './rules.ts';
import { Topics } from './topics.ts';

export interface ServicesOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly strictBuckets: boolean;
  readonly activationDelayMs: number;
  /** From the request to restore an archived object until it can be read. */
  readonly restoreDelayMs: number;
  /** Hands a publication of MNS to an HTTP endpoint. */
  readonly pushMessage: PushMessage;
  readonly callOut: CallOut;
  readonly pushIntervalScale: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly faults: Faults;
  readonly journal: Journal;
}

/** The emulated account: the state of every service, wired together. */
export interface Services {
  /** Goes on with a push that was under way when the emulator ended. */
  readonly resumePush: (push: MessagePush, progress: PushProgress | undefined) => void;
  readonly callOut: CallOut;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly faults: Faults;
  /** By which the time of requests is judged: the clock, out of step when a fault asks for that. */
  readonly judgedTimeMs: () => number;
  readonly limits: Limits;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly rules: Rules;
  readonly buckets: Buckets;
  readonly ossEvents: OssEvents;
  readonly ks3Buckets: Buckets;
  readonly ks3Notifications: Ks3Notifications;
  readonly ks3Events: Ks3Events;
  readonly ks3Reports: Ks3Reports;
  readonly pushes: Pushes;
  readonly log: EventLog;
  readonly restores: Restores;
}

export function createServices(options: ServicesOptions): Services {
  const {
    clock,
    limits,
    strictBuckets,
    activationDelayMs,
    restoreDelayMs,
    pushMessage,
    random,
    faults,
    journal,
  } = options;
  const queues = new Queues({ clock, limits, faults, journal });
  const topics: Topics = new Topics({
    clock,
    limits,
    queues,
    journal,
    push: (publication, subscription, url) => {
      const push = { publication, subscription, url };
      journal.record({ kind: 'push', push });
      void pushes.add(deliverable(push));
    },
  });
  const deliverable = (push: MessagePush) => messageDeliverable({ ...push, topics, pushMessage, journal });
  const pushes = new Pushes({ clock, random, intervalScale: options.pushIntervalScale });
  const rules = new Rules({ clock, limits, queues, topics, activationDelayMs, journal });
  const buckets = new Buckets({ clock, strict: strictBuckets, provider: 'oss', journal });
  const log = new EventLog(clock);
  const ossEvents = new OssEvents({ clock, rules, topics, queues, log });
  const ks3 = createKs3(options, pushes, log);
  return {
    clock,
    faults,
    journal,
    callOut: options.callOut,
    judgedTimeMs: () => clock.now() + faults.plan.skewMs,
    limits,
    queues,
    topics,
    rules,
    buckets,
    ossEvents,
    ...ks3,
    pushes,
    resumePush: (push, progress) => pushes.resume(deliverable(push), progress),
    log,
    restores: new Restores({ clock, buckets, events: ossEvents, delayMs: restoreDelayMs }),
  };
}

function createKs3(options: ServicesOptions, pushes: Pushes, log: EventLog) {
  const { clock, strictBuckets, activationDelayMs, callOut, journal } = options;
  const ks3Buckets = new Buckets({ clock, strict: strictBuckets, provider: 'ks3', journal });
  const ks3Notifications = new Ks3Notifications(clock, activationDelayMs, journal);
  const ks3Reports = new Ks3Reports(clock, ks3Buckets, journal);
  const ks3Events = new Ks3Events({
    clock,
    notifications: ks3Notifications,
    reports: ks3Reports,
    pushes,
    callOut,
    journal,
    log,
  });
  return { ks3Buckets, ks3Notifications, ks3Reports, ks3Events };
}
