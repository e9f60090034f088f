import type { EventLog } from './event-log.ts';
import { ks3EventElement } from './ks3-event.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import { type Ks3Push, type Ks3PushSurroundings, ks3Deliverable } from './ks3-push.ts';
import type { Cause, ObjectEvent } from './object-event.ts';
import type { Pushes, PushProgress, PushResult } from './pushes.ts';

export interface Ks3EventsOptions extends Ks3PushSurroundings {
  readonly pushes: Pushes;
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

  /** Goes on with a push that was waiting for its next attempt when the emulator ended. */
  resume(push: Ks3Push, progress: PushProgress | undefined): void {
    this.#options.pushes.resume(ks3Deliverable(push, this.#options), progress);
  }

  #deliver(rule: Ks3Rule, event: ObjectEvent, element: { readonly id: string }): Promise<PushResult>[] {
    const { pushes, journal, clock } = this.#options;
    const { RuleId, Method, Report, Destinations } = rule;
    const { type, bucket, key } = event;
    return Destinations.map(({ CallbackUrl: url }) => {
      const push: Ks3Push = {
        rule: { RuleId, Method, ...(Report === undefined ? {} : { Report }) },
        event: { type, bucket, key },
        url,
        id: element.id,
        body: JSON.stringify(element),
        startedAtMs: clock.now(),
      };
      journal.record({ kind: 'ks3-push', push });
      return pushes.add(ks3Deliverable(push, this.#options));
    });
  }
}
