import type { Account } from './account.ts';
import type { Buckets } from './buckets.ts';
import type { CallOut } from './call-out.ts';
import type { ClientTokens } from './client-tokens.ts';
import type { Clock } from './clock.ts';
import type { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Ks3Events } from './ks3-events.ts';
import type { Ks3Notifications } from './ks3-notifications.ts';
import type { Ks3Reports } from './ks3-reports.ts';
import type { Limits } from './limits.ts';
import type { MessagePush, PushMessage } from './message-push.ts';
import type { OssEvents } from './oss-events.ts';
import type { Pushes, PushProgress } from './pushes.ts';
import type { Queues } from './queues.ts';
import type { Restores } from './restores.ts';
import type { Rules } from './rules.ts';
import type { Topics } from './topics.ts';

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

/** The emulated account: the state of every service. */
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
  readonly account: Account;
  readonly clientTokens: ClientTokens;
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
