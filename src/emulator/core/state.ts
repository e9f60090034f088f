import type { Bucket } from './bucket.ts';
import type { EventRule } from './event-rule.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import type { Message } from './message.ts';
import type { MessageQueue } from './message-queue.ts';
import type { PushState } from './pushes.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueTotals } from './queue-totals.ts';
import type { Services } from './services.ts';
import type { Subscription } from './subscription.ts';

/** What the emulator holds, as plain values for people and tests; taking it changes nothing. */
export interface EmulatorState {
  readonly queues: readonly QueueState[];
  readonly topics: readonly TopicState[];
  readonly subscriptions: readonly SubscriptionState[];
  readonly rules: readonly EventRule[];
  readonly ks3Rules: readonly Ks3RuleState[];
  readonly buckets: readonly BucketState[];
  readonly pushes: readonly PushState[];
}

export interface QueueState extends QueueAttributes, QueueTotals {
  readonly name: string;
  readonly active: number;
  readonly inactive: number;
  readonly delayed: number;
  readonly createdAtMs: number;
}

export interface MessageState {
  readonly id: string;
  readonly body: string;
  readonly state: Message['state'];
  readonly priority: number;
  readonly dequeueCount: number;
  readonly enqueuedAtMs: number;
  readonly visibleAtMs: number;
}

export interface TopicState {
  readonly name: string;
  readonly published: number;
  readonly subscriptions: number;
  readonly createdAtMs: number;
}

export interface SubscriptionState {
  readonly topic: string;
  readonly name: string;
  readonly endpoint: string;
  readonly filterTag?: string;
  readonly strategy: Subscription['strategy'];
  readonly format: Subscription['format'];
}

export interface Ks3RuleState extends Ks3Rule {
  readonly bucket: string;
}

export interface BucketState {
  readonly name: string;
  readonly provider: 'oss' | 'ks3';
  readonly objects: number;
  readonly bytes: number;
  readonly uploads: number;
}

export const stateOf = (services: Services): EmulatorState => ({
  queues: queueStates(services),
  topics: topicStates(services),
  subscriptions: subscriptionStates(services),
  rules: services.rules.all(),
  ks3Rules: ks3RuleStates(services),
  buckets: bucketStates(services),
  pushes: services.pushes.all(),
});

export const queueStates = ({ queues }: Services): QueueState[] => [...queues.all()].map(queueState);

function queueState(queue: MessageQueue): QueueState {
  const { active, inactive, delayed } = queue.counts();
  const { name, createdAtMs, attributes } = queue;
  return { name, active, inactive, delayed, createdAtMs, ...queue.totals(), ...attributes };
}

/** Oldest first, hidden ones too; `undefined` when there is no such queue. */
export const messageStates = ({ queues }: Services, name: string): MessageState[] | undefined =>
  queues
    .find(name)
    ?.all()
    .map(({ id, body, state, priority, dequeueCount, enqueuedAtMs, visibleAtMs }) => ({
      id,
      body,
      state,
      priority,
      dequeueCount,
      enqueuedAtMs,
      visibleAtMs,
    }));

export const topicStates = ({ topics }: Services): TopicState[] =>
  [...topics.all()].map(({ name, published, subscriptions, createdAtMs }) => ({
    name,
    published,
    subscriptions: subscriptions.size,
    createdAtMs,
  }));

export const subscriptionStates = ({ topics }: Services): SubscriptionState[] =>
  [...topics.all()].flatMap(({ name: topic, subscriptions }) =>
    [...subscriptions.values()].map(({ name, endpointText, filterTag, strategy, format }) => ({
      topic,
      name,
      endpoint: endpointText,
      ...(filterTag === undefined ? {} : { filterTag }),
      strategy,
      format,
    })),
  );

export const ks3RuleStates = ({ ks3Notifications }: Services): Ks3RuleState[] =>
  ks3Notifications.all().flatMap(({ bucket, rules }) => rules.map((rule) => ({ bucket, ...rule })));

const bucketStates = ({ buckets, ks3Buckets }: Services): BucketState[] => [
  ...[...buckets.all()].map((bucket) => bucketState(bucket, 'oss')),
  ...[...ks3Buckets.all()].map((bucket) => bucketState(bucket, 'ks3')),
];

const bucketState = ({ name, objects, uploads }: Bucket, provider: BucketState['provider']): BucketState => ({
  name,
  provider,
  objects: objects.size,
  bytes: [...objects.values()].reduce((sum, { content }) => sum + content.length, 0),
  uploads: uploads.size,
});
