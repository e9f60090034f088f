import { eventTypesIntersect, isKnownEventType, normaliseEventType } from '../../domain/event-type.ts';
import { providers } from '../../domain/providers/index.ts';
import type { Clock } from './clock.ts';
import { matchesResource, overlapsItself, resourcesIntersect } from './description.ts';
import { queueEndpoint } from './endpoint.ts';
import type { EventRule, EventRuleRequest, Receiver } from './event-rule.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION, randomDigits } from './identity.ts';
import type { Journal } from './journal.ts';
import type { Limits } from './limits.ts';
import { Problem } from './problem.ts';
import type { Queues } from './queues.ts';
import { receiverProblem, topicAmong } from './rule-receivers.ts';
import type { Topics } from './topics.ts';

const RULE_NAME = /^[A-Za-z][A-Za-z0-9-]{0,84}$/;
const DESCRIPTIONS_PER_ENTRY = 5;

export interface RulesOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly queues: Queues;
  readonly topics: Topics;
  /** From creation until the rule raises events; about ten minutes in the service. */
  readonly activationDelayMs: number;
  readonly journal: Journal;
}

/** The account's event notification rules. */
export class Rules {
  readonly #options: RulesOptions;
  readonly #byName = new Map<string, EventRule>();

  constructor(options: RulesOptions) {
    this.#options = options;
  }

  all(): EventRule[] {
    return [...this.#byName.values()];
  }

  get(name: string): EventRule | Problem {
    return this.#byName.get(name) ?? new Problem('rule-missing', name);
  }

  create(request: EventRuleRequest): EventRule | Problem {
    const problem =
      this.#problemWith(request) ?? this.#conflictOf(request) ?? receiverProblem(request, this.#options);
    if (problem !== undefined) return problem;
    const rule = this.#build(request);
    if (rule instanceof Problem) return rule;
    this.#byName.set(rule.name, rule);
    this.#options.journal.record({ kind: 'rule', rule });
    return rule;
  }

  /** Its topic and subscriptions stay, since others may use them. */
  delete(name: string): Problem | undefined {
    if (!this.#byName.delete(name)) return new Problem('rule-missing', name);
    this.#options.journal.record({ kind: 'rule-gone', name });
    return undefined;
  }

  /** A rule as it was when the emulator ended. */
  restore(rule: EventRule): void {
    this.#byName.set(rule.name, rule);
  }

  clear(): void {
    this.#byName.clear();
  }

  /** The active rules that an event of this type on this object fires. */
  matching(type: string, bucket: string, key: string): EventRule[] {
    const now = this.#options.clock.now();
    return this.all().filter(
      (rule) =>
        rule.activeAtMs <= now &&
        rule.eventTypes.some((asked) => typesMeet(asked, type)) &&
        matchesResource(rule.matchRules, bucket, key),
    );
  }

  #problemWith({ name, eventTypes, matchRules }: EventRuleRequest): Problem | undefined {
    const { limits } = this.#options;
    if (!RULE_NAME.test(name)) return new Problem('rule-invalid', `RuleName "${name}"`);
    if (eventTypes.length === 0) return new Problem('rule-invalid', 'EventTypes is empty');
    const unknown = eventTypes.find((type) => !isKnownEventType(type, providers.oss));
    if (unknown !== undefined) return new Problem('rule-invalid', `EventTypes has "${unknown}"`);
    const tooMany =
      matchRules.length > limits.descriptionsPerRule ||
      matchRules.some((all) => all.length > DESCRIPTIONS_PER_ENTRY);
    if (tooMany) return new Problem('rule-invalid', 'MatchRules has too many entries');
    if (matchRules.length === 0 || matchRules.some((all) => all.length === 0))
      return new Problem('rule-invalid', 'MatchRules is empty');
    const mixed = matchRules
      .flat()
      .some((one) => one.name !== undefined && (one.prefix ?? one.suffix) !== undefined);
    return mixed
      ? new Problem('rule-invalid', 'MatchRules has Name together with Prefix or Suffix')
      : undefined;
  }

  #conflictOf({ name, eventTypes, matchRules }: EventRuleRequest): Problem | undefined {
    if (this.#byName.has(name)) return new Problem('rule-exists', name);
    if (this.#byName.size >= this.#options.limits.rules) return new Problem('quota-exceeded', 'event rules');
    if (overlapsItself(matchRules)) return new Problem('rule-overlap', name);
    const other = this.all().find(
      (rule) =>
        rule.eventTypes.some((one) => eventTypes.some((type) => typesMeet(one, type))) &&
        resourcesIntersect(rule.matchRules, matchRules),
    );
    return other === undefined ? undefined : new Problem('rule-overlap', other.name);
  }

  #build({ name, eventTypes, matchRules, receivers, mode }: EventRuleRequest): EventRule | Problem {
    const [first, ...more] = receivers;
    const now = this.#options.clock.now();
    const given = topicAmong(receivers);
    const topic = given ?? this.#makeTopic(name);
    if (topic instanceof Problem) return topic;
    const problem = this.#subscribe(name, topic, receivers);
    if (problem !== undefined) {
      if (given === undefined) this.#options.topics.delete(topic);
      return problem;
    }
    return {
      name,
      eventTypes,
      matchRules,
      ...(first !== undefined && more.length === 0 ? { receiver: first } : {}),
      mode: mode ?? (first?.kind === 'queue' && more.length === 0 ? 'DIRECT' : 'BROADCAST'),
      topic,
      createdAtMs: now,
      activeAtMs: now + this.#options.activationDelayMs,
    };
  }

  /** As the console names an automatic topic: fixed head, rule, 16 digits; 120 characters at most. */
  #makeTopic(rule: string): string | Problem {
    const name = `mns-en-topics-oss-${rule}-${randomDigits(16)}`;
    const made = this.#options.topics.create(name, {});
    return made instanceof Problem ? made : name;
  }

  /** All of them or none. */
  #subscribe(rule: string, topic: string, receivers: readonly Receiver[]): Problem | undefined {
    const { topics } = this.#options;
    const targets = receivers.filter(({ kind }) => kind !== 'topic');
    const names: string[] = [];
    for (const [at, { kind, value }] of targets.entries()) {
      const endpointText = kind === 'queue' ? queueEndpoint(EMULATOR_REGION, EMULATOR_ACCOUNT, value) : value;
      const name = `mns-en-subs-oss-${rule}-${at + 1}-${randomDigits(16)}`;
      const made = topics.subscribe(topic, name, { endpointText, format: 'SIMPLIFIED' });
      if (made instanceof Problem) {
        for (const before of names) topics.unsubscribe(topic, before);
        return made;
      }
      names.push(name);
    }
    return undefined;
  }
}

const typesMeet = (one: string, other: string): boolean =>
  eventTypesIntersect(normaliseEventType(one, providers.oss), normaliseEventType(other, providers.oss));
