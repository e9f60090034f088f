import { EMULATOR_ACCOUNT, EMULATOR_REGION } from '../../core/identity.ts';
import type { QueueAttributes } from '../../core/queue-attributes.ts';
import { CONTENT_FORMATS, NOTIFY_STRATEGIES, type Subscription } from '../../core/subscription.ts';
import { invalid, type OpenAction, type Parameters } from './open-context.ts';
import { settled } from './open-error.ts';

/** The neighbours of the rule operations in the same API: queues, topics and subscriptions by the control plane. */

export const createQueue: OpenAction = ({ services, parameters }) => {
  settled(services.queues.create(parameters.require('QueueName'), queueAttributesOf(parameters)));
  return done;
};

export const deleteQueue: OpenAction = ({ services, parameters }) => {
  const name = parameters.require('QueueName');
  settled(services.queues.get(name));
  services.queues.delete(name);
  return done;
};

export const getQueueAttributes: OpenAction = ({ services, parameters }) => {
  const queue = settled(services.queues.get(parameters.require('QueueName')));
  const { active, inactive, delayed } = queue.counts();
  const { attributes } = queue;
  return {
    QueueName: queue.name,
    CreateTime: seconds(queue.createdAtMs),
    LastModifyTime: seconds(queue.modifiedAtMs),
    DelaySeconds: attributes.delaySeconds,
    MaximumMessageSize: attributes.maximumMessageBytes,
    MessageRetentionPeriod: attributes.retentionSeconds,
    VisibilityTimeout: attributes.visibilitySeconds,
    PollingWaitSeconds: attributes.pollingWaitSeconds,
    ActiveMessages: active,
    InactiveMessages: inactive,
    DelayMessages: delayed,
    LoggingEnabled: attributes.loggingEnabled,
  };
};

export const createTopic: OpenAction = ({ services, parameters }) => {
  const maximumMessageBytes = parameters.integer('MaxMessageSize');
  const given = maximumMessageBytes === undefined ? {} : { maximumMessageBytes };
  settled(services.topics.create(parameters.require('TopicName'), given));
  return done;
};

export const deleteTopic: OpenAction = ({ services, parameters }) => {
  const name = parameters.require('TopicName');
  settled(services.topics.get(name));
  services.topics.delete(name);
  return done;
};

export const getTopicAttributes: OpenAction = ({ services, parameters }) => {
  const topic = settled(services.topics.get(parameters.require('TopicName')));
  const host = `${EMULATOR_ACCOUNT}.mns.${EMULATOR_REGION}.aliyuncs.com`;
  return {
    TopicName: topic.name,
    TopicUrl: `http://${host}/topics/${topic.name}`,
    CreateTime: seconds(topic.createdAtMs),
    LastModifyTime: seconds(topic.modifiedAtMs),
    MaxMessageSize: topic.attributes.maximumMessageBytes,
    MessageCount: 0,
    LoggingEnabled: topic.attributes.loggingEnabled,
  };
};

export const subscribe: OpenAction = ({ services, parameters }) => {
  const strategy = wordOf(parameters, 'NotifyStrategy', NOTIFY_STRATEGIES);
  const format = wordOf(parameters, 'NotifyContentFormat', CONTENT_FORMATS);
  const filterTag = parameters.get('MessageTag');
  parameters.require('PushType');
  settled(
    services.topics.subscribe(parameters.require('TopicName'), parameters.require('SubscriptionName'), {
      endpointText: parameters.require('Endpoint'),
      ...(strategy === undefined ? {} : { strategy }),
      ...(format === undefined ? {} : { format }),
      ...(filterTag === undefined ? {} : { filterTag }),
    }),
  );
  return done;
};

export const unsubscribe: OpenAction = ({ services, parameters }) => {
  const topic = parameters.require('TopicName');
  const name = parameters.require('SubscriptionName');
  settled(services.topics.subscription(topic, name));
  settled(services.topics.unsubscribe(topic, name));
  return done;
};

export const getSubscriptionAttributes: OpenAction = ({ services, parameters }) => {
  const topic = parameters.require('TopicName');
  const subscription = settled(services.topics.subscription(topic, parameters.require('SubscriptionName')));
  return subscriptionMembers(topic, subscription);
};

export const listSubscriptionByTopic: OpenAction = ({ services, parameters }) => {
  const topic = settled(services.topics.get(parameters.require('TopicName')));
  const wanted = parameters.get('SubscriptionName') ?? '';
  const all = [...topic.subscriptions.values()].filter(({ name }) => name.includes(wanted));
  const size = Math.min(Math.max(parameters.integer('PageSize') ?? 10, 10), 50);
  const number = Math.max(parameters.integer('PageNum') ?? 1, 1);
  const page = all.slice((number - 1) * size, number * size);
  return {
    PageData: page.map((subscription) => subscriptionMembers(topic.name, subscription)),
    PageNum: number,
    PageSize: size,
    Pages: Math.ceil(all.length / size),
    Size: page.length,
    Total: all.length,
  };
};

/** What the `Data` of a change holds is not known; this much its siblings have. */
const done = { Code: 200, Message: 'operation success', Success: true };

const seconds = (timeMs: number): number => Math.floor(timeMs / 1000);

function queueAttributesOf(parameters: Parameters): Partial<QueueAttributes> {
  const given = {
    delaySeconds: parameters.integer('DelaySeconds'),
    maximumMessageBytes: parameters.integer('MaximumMessageSize'),
    retentionSeconds: parameters.integer('MessageRetentionPeriod'),
    pollingWaitSeconds: parameters.integer('PollingWaitSeconds'),
    visibilitySeconds: parameters.integer('VisibilityTimeout'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function wordOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw invalid(name);
  return word;
}

const subscriptionMembers = (topic: string, subscription: Subscription) => ({
  TopicName: topic,
  TopicOwner: EMULATOR_ACCOUNT,
  SubscriptionName: subscription.name,
  Endpoint: subscription.endpointText,
  NotifyStrategy: subscription.strategy,
  NotifyContentFormat: subscription.format,
  ...(subscription.filterTag === undefined ? {} : { FilterTag: subscription.filterTag }),
  CreateTime: seconds(subscription.createdAtMs),
  LastModifyTime: seconds(subscription.modifiedAtMs),
});
