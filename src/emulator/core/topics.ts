import type { Clock } from './clock.ts';
import { fanOut, type Push } from './fan-out.ts';
import { EMULATOR_ACCOUNT, newMessageId } from './identity.ts';
import type { Journal, Kept } from './journal.ts';
import type { Limits } from './limits.ts';
import { type Page, type PageRequest, pageOf } from './listing.ts';
import { md5Of, type UserProperty } from './message.ts';
import { nameProblem } from './names.ts';
import { lastingProblem, newSubscription, type SubscriptionRequest, tagProblem } from './new-subscription.ts';
import { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { rangeProblem } from './queue-attributes.ts';
import type { Queues } from './queues.ts';
import { type Subscription, sameSubscription } from './subscription.ts';
import { sameTopicAttributes, Topic, type TopicAttributes } from './topic.ts';

export interface PublishRequest {
  readonly body: string;
  readonly tag?: string;
  readonly userProperties?: readonly UserProperty[];
}

export interface TopicsOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly queues: Queues;
  readonly push: Push;
  readonly journal: Journal;
}

/** The account's topics, their subscriptions, and the fan-out of what is published. */
export class Topics {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #queues: Queues;
  readonly #push: Push;
  readonly #journal: Journal;
  readonly #byName = new Map<string, Topic>();

  constructor({ clock, limits, queues, push, journal }: TopicsOptions) {
    this.#journal = journal;
    this.#clock = clock;
    this.#limits = limits;
    this.#queues = queues;
    this.#push = push;
  }

  all(): IterableIterator<Topic> {
    return this.#byName.values();
  }

  find(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  get(name: string): Topic | Problem {
    return this.#byName.get(name) ?? new Problem('topic-missing', name);
  }

  page(request: PageRequest): Page<Topic> {
    return pageOf(this.#byName.values(), request);
  }

  create(name: string, given: Partial<TopicAttributes>): { readonly existed: boolean } | Problem {
    const problem =
      nameProblem(name, {
        longest: this.#limits.nameLength,
        invalid: 'topic-name-invalid',
        length: 'topic-name-length',
      }) ?? this.#attributesProblem(given);
    if (problem !== undefined) return problem;
    const attributes = {
      maximumMessageBytes: this.#limits.maximumMessageBytes.usual,
      loggingEnabled: false,
      ...given,
    };
    const existing = this.#byName.get(name);
    if (existing !== undefined)
      return sameTopicAttributes(existing.attributes, attributes)
        ? { existed: true }
        : new Problem('topic-exists', name);
    if (this.#byName.size >= this.#limits.topics) return new Problem('quota-exceeded', 'topics');
    const topic = new Topic(name, attributes, this.#clock);
    this.#byName.set(name, topic);
    this.#record(topic);
    return { existed: false };
  }

  setAttributes(name: string, given: Partial<TopicAttributes>): Problem | undefined {
    const topic = this.get(name);
    if (topic instanceof Problem) return topic;
    const problem = this.#attributesProblem(given);
    if (problem !== undefined) return problem;
    topic.setAttributes(given);
    this.#record(topic);
    return undefined;
  }

  /** Its subscriptions go with it; a missing topic is no error. */
  delete(name: string): void {
    if (this.#byName.delete(name)) this.#journal.record({ kind: 'topic-gone', name });
  }

  clear(): void {
    this.#byName.clear();
  }

  subscribe(
    topicName: string,
    name: string,
    request: SubscriptionRequest,
  ): { readonly existed: boolean } | Problem {
    const topic = this.get(topicName);
    if (topic instanceof Problem) return topic;
    const wanted = newSubscription(topic, name, request, {
      queues: this.#queues,
      limits: this.#limits,
      nowMs: this.#clock.now(),
    });
    if (wanted instanceof Problem) return wanted;
    const existing = topic.subscriptions.get(name);
    if (existing !== undefined)
      return sameSubscription(existing, wanted)
        ? { existed: true }
        : new Problem('subscription-exists', name);
    if (topic.subscriptions.size >= this.#limits.subscriptionsPerTopic)
      return new Problem('quota-exceeded', 'subscriptions');
    this.#setSubscription(topic, wanted);
    return { existed: false };
  }

  subscription(topicName: string, name: string): Subscription | Problem {
    const topic = this.get(topicName);
    if (topic instanceof Problem) return topic;
    return topic.subscriptions.get(name) ?? new Problem('subscription-missing', name);
  }

  /** Endpoint and format cannot change: unsubscribe and subscribe again. */
  setSubscription(topicName: string, name: string, given: Partial<SubscriptionRequest>): Problem | undefined {
    const topic = this.get(topicName);
    if (topic instanceof Problem) return topic;
    const existing = topic.subscriptions.get(name);
    if (existing === undefined) return new Problem('subscription-missing', name);
    const problem = lastingProblem(existing, given) ?? tagProblem('FilterTag', given.filterTag, this.#limits);
    if (problem !== undefined) return problem;
    this.#setSubscription(topic, { ...existing, ...given, modifiedAtMs: this.#clock.now() });
    return undefined;
  }

  unsubscribe(topicName: string, name: string): Problem | undefined {
    const topic = this.get(topicName);
    if (topic instanceof Problem) return topic;
    if (topic.subscriptions.delete(name))
      this.#journal.record({ kind: 'subscription-gone', topic: topicName, name });
    return undefined;
  }

  publish(topicName: string, request: PublishRequest): Publication | Problem {
    const topic = this.get(topicName);
    if (topic instanceof Problem) return topic;
    const { body, tag, userProperties } = request;
    if (Buffer.byteLength(body) > topic.attributes.maximumMessageBytes)
      return new Problem('message-too-long', topicName);
    if (body === '') return new Problem('value-invalid', 'MessageBody');
    if ((userProperties?.length ?? 0) > this.#limits.userProperties)
      return new Problem('value-invalid', 'UserProperties');
    const problem = tagProblem('MessageTag', tag, this.#limits);
    if (problem !== undefined) return problem;
    const publication: Publication = {
      ...request,
      id: newMessageId(),
      topic: topicName,
      owner: EMULATOR_ACCOUNT,
      bodyMd5: md5Of(body),
      publishedAtMs: this.#clock.now(),
    };
    topic.published += 1;
    this.#journal.record({ kind: 'published', topic: topicName, count: topic.published });
    fanOut(topic, publication, this.#queues, this.#push);
    return publication;
  }

  /** A topic as it was when the emulator ended. */
  restore(
    name: string,
    kept: Kept<TopicAttributes>,
    subscriptions: Iterable<Subscription>,
    published: number,
  ): void {
    const topic = new Topic(name, kept.attributes, this.#clock);
    topic.published = published;
    topic.createdAtMs = kept.createdAtMs;
    topic.modifiedAtMs = kept.modifiedAtMs;
    for (const subscription of subscriptions) topic.subscriptions.set(subscription.name, subscription);
    this.#byName.set(name, topic);
  }

  #record({ name, attributes, createdAtMs, modifiedAtMs }: Topic): void {
    this.#journal.record({ kind: 'topic', name, topic: { attributes, createdAtMs, modifiedAtMs } });
  }

  #setSubscription(topic: Topic, subscription: Subscription): void {
    topic.subscriptions.set(subscription.name, subscription);
    this.#journal.record({ kind: 'subscription', topic: topic.name, subscription });
  }

  #attributesProblem({ maximumMessageBytes }: Partial<TopicAttributes>): Problem | undefined {
    if (maximumMessageBytes === undefined) return undefined;
    return rangeProblem('MaximumMessageSize', this.#limits.maximumMessageBytes, maximumMessageBytes);
  }
}
