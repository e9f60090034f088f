import type { CallOut } from './call-out.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import type { Ks3Notifications } from './ks3-notifications.ts';
import type { Ks3Reports } from './ks3-reports.ts';
import type { ObjectEvent } from './object-event.ts';
import type { Deliverable } from './pushes.ts';

/** An event of KS3 on its way to one callback URL of one rule. */
export interface Ks3Push {
  readonly rule: Pick<Ks3Rule, 'RuleId' | 'Method' | 'Report'>;
  readonly event: Pick<ObjectEvent, 'type' | 'bucket' | 'key'>;
  readonly url: string;
  /** Of the event. */
  readonly id: string;
  readonly body: string;
  readonly startedAtMs: number;
}

export interface Ks3PushSurroundings {
  readonly clock: Clock;
  readonly notifications: Ks3Notifications;
  readonly reports: Ks3Reports;
  readonly callOut: CallOut;
  readonly journal: Journal;
}

/** By which the journal knows a push again: an event may go to several URLs of several rules. */
export const ks3PushKey = ({ id, rule, url }: Ks3Push): string => `ks3 ${id} ${rule.RuleId} ${url}`;

/** Number and spacing of retries are not documented; three, as MNS does it by default. */
export function ks3Deliverable(push: Ks3Push, surroundings: Ks3PushSurroundings): Deliverable {
  const { clock, notifications, reports, callOut, journal } = surroundings;
  const { event, url, id, body, startedAtMs } = push;
  const { RuleId: name, Method, Report } = push.rule;
  const key = ks3PushKey(push);
  return {
    service: 'ks3',
    source: event.bucket,
    name,
    url,
    id,
    strategy: 'BACKOFF_RETRY',
    startedAtMs,
    isWanted: () => notifications.get(event.bucket).some(({ RuleId }) => RuleId === name),
    // No signature is documented, so there is none.
    attempt: () => callOut({ url, method: Method, headers: { 'Content-Type': 'application/json' }, body }),
    waits: (progress) => journal.record({ kind: 'push-waits', push: key, progress }),
    over: () => journal.record({ kind: 'ks3-push-over', push: key }),
    died: (outcome) => {
      if (Report === undefined) return;
      const { type, key: objectKey } = event;
      const failedAtMs = clock.now();
      reports.add(Report, { ruleId: name, url, eventId: id, type, key: objectKey, outcome, failedAtMs });
    },
  };
}
