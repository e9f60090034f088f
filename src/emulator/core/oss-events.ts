import type { Clock } from './clock.ts';
import type { EventLog } from './event-log.ts';
import type { EventRule } from './event-rule.ts';
import { type Cause, type ObjectEvent, ossEventElement, ossMessageBody } from './object-event.ts';
import type { Queues } from './queues.ts';
import type { Rules } from './rules.ts';
import type { Topics } from './topics.ts';

export interface OssEventsOptions {
  readonly clock: Clock;
  readonly rules: Rules;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly log: EventLog;
}

/** Turns what happened to an object into the messages that the rules ask for. */
export class OssEvents {
  readonly #options: OssEventsOptions;

  constructor(options: OssEventsOptions) {
    this.#options = options;
  }

  /** Returns whether any rule matched; the service tells so in a header of its answer. */
  raise(event: ObjectEvent, cause: Cause): boolean {
    const { clock, rules, log } = this.#options;
    const { type, bucket, key } = event;
    const atMs = clock.now();
    const matching = rules.matching(type, bucket, key);
    let element: unknown = ossEventElement(event, cause, '', atMs);
    for (const rule of matching) {
      element = ossEventElement(event, cause, rule.name, atMs);
      this.#send(rule, ossMessageBody(element));
    }
    log.add({ provider: 'oss', type, bucket, key, rules: matching.map(({ name }) => name), atMs, element });
    return matching.length > 0;
  }

  #send(rule: EventRule, body: string): void {
    const { queues, topics } = this.#options;
    if (rule.mode === 'DIRECT' && rule.receiver?.kind === 'queue')
      queues.find(rule.receiver.value)?.deliver({ body });
    else topics.publish(rule.topic, { body });
  }
}
