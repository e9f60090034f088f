import type { Clock } from './clock.ts';
import type { Subscription } from './subscription.ts';

export interface TopicAttributes {
  readonly maximumMessageBytes: number;
  readonly loggingEnabled: boolean;
}

/** One MNS topic: attributes, subscriptions and a count of what was published. */
export class Topic {
  readonly name: string;
  createdAtMs: number;
  modifiedAtMs: number;
  attributes: TopicAttributes;
  /** Messages published since the topic was made. */
  published = 0;
  readonly subscriptions = new Map<string, Subscription>();
  readonly #clock: Clock;

  constructor(name: string, attributes: TopicAttributes, clock: Clock) {
    this.name = name;
    this.attributes = attributes;
    this.#clock = clock;
    this.createdAtMs = clock.now();
    this.modifiedAtMs = this.createdAtMs;
  }

  setAttributes(given: Partial<TopicAttributes>): void {
    this.attributes = { ...this.attributes, ...given };
    this.modifiedAtMs = this.#clock.now();
  }
}

export const sameTopicAttributes = (one: TopicAttributes, other: TopicAttributes): boolean =>
  one.maximumMessageBytes === other.maximumMessageBytes && one.loggingEnabled === other.loggingEnabled;
