import type { CallOut } from './call-out.ts';
import type { Clock } from './clock.ts';
import type { EventLog } from './event-log.ts';
import { ks3EventElement } from './ks3-event.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import type { Ks3Notifications } from './ks3-notifications.ts';
import type { Ks3Reports } from './ks3-reports.ts';
import type { Cause, ObjectEvent } from './object-event.ts';
import type { Deliverable, Pushes, PushResult } from './pushes.ts';

export interface Ks3EventsOptions {
  readonly clock: Clock;
  readonly notifications: Ks3Notifications;
  readonly reports: Ks3Reports;
  readonly pushes: Pushes;
  readonly callOut: CallOut;
  readonly log: EventLog;
}

/** Turns what happened to an object into calls of the URLs that the bucket's rules name. */
export class Ks3Events {
  readonly #options: Ks3EventsOptions;

  constructor(options: Ks3EventsOptions) {
    this.#options = options;
  }

  /** Resolves after the first attempt at every URL, which KS3 makes within the request; `none` when no rule matched. */
  async raise(event: ObjectEvent, cause: Cause): Promise<'none' | 'success' | 'failure'> {
    const { clock, notifications, log } = this.#options;
    const { type, bucket, key } = event;
    const atMs = clock.now();
    const matching = notifications.matching(type, bucket, key);
    let element = ks3EventElement(event, cause, '', atMs);
    const attempts: Promise<PushResult>[] = [];
    for (const rule of matching) {
      element = ks3EventElement(event, cause, rule.RuleId, atMs);
      attempts.push(...this.#deliver(rule, event, element));
    }
    log.add({
      provider: 'ks3',
      type,
      bucket,
      key,
      rules: matching.map(({ RuleId }) => RuleId),
      atMs,
      element,
    });
    const results = await Promise.all(attempts);
    if (results.length === 0) return 'none';
    return results.every(({ delivered }) => delivered) ? 'success' : 'failure';
  }

  #deliver(rule: Ks3Rule, event: ObjectEvent, element: { readonly id: string }): Promise<PushResult>[] {
    const { pushes } = this.#options;
    const body = JSON.stringify(element);
    return rule.Destinations.map(({ CallbackUrl: url }) =>
      pushes.add(this.#deliverable(rule, event, url, element.id, body)),
    );
  }

  /** Number and spacing of retries are not documented; three, as MNS does it by default. */
  #deliverable(rule: Ks3Rule, event: ObjectEvent, url: string, id: string, body: string): Deliverable {
    const { clock, notifications, callOut, reports } = this.#options;
    const { RuleId: name, Method, Report } = rule;
    return {
      service: 'ks3',
      source: event.bucket,
      name,
      url,
      id,
      strategy: 'BACKOFF_RETRY',
      startedAtMs: clock.now(),
      isWanted: () => notifications.get(event.bucket).some(({ RuleId }) => RuleId === name),
      // No signature is documented, so there is none.
      attempt: () => callOut({ url, method: Method, headers: { 'Content-Type': 'application/json' }, body }),
      died: (outcome) => {
        if (Report === undefined) return;
        const { type, key } = event;
        reports.add(Report, { ruleId: name, url, eventId: id, type, key, outcome, failedAtMs: clock.now() });
      },
    };
  }
}
