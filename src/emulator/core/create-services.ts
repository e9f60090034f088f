import { Account } from './account.ts';
import { Buckets } from './buckets.ts';
import { ClientTokens } from './client-tokens.ts';
import { EventLog } from './event-log.ts';
import { Ks3Events } from './ks3-events.ts';
import { Ks3Notifications } from './ks3-notifications.ts';
import { Ks3Reports } from './ks3-reports.ts';
import { type MessagePush, messageDeliverable } from './message-push.ts';
import { OssEvents } from './oss-events.ts';
import { Pushes } from './pushes.ts';
import { Queues } from './queues.ts';
import { Restores } from './restores.ts';
import { Rules } from './rules.ts';
import type { Services, ServicesOptions } from './services.ts';
import { Topics } from './topics.ts';

/** Wires the account's services together; as yet they hold nothing. */
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
  const pushes = new Pushes({ clock, random, faults, intervalScale: options.pushIntervalScale });
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
    account: new Account(journal),
    clientTokens: new ClientTokens(journal),
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
