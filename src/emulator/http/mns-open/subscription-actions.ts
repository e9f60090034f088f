import { EMULATOR_ACCOUNT } from '../../core/identity.ts';
import { CONTENT_FORMATS, NOTIFY_STRATEGIES, type Subscription } from '../../core/subscription.ts';
import { invalid, type OpenAction, type Parameters } from './open-context.ts';
import { settled } from './open-error.ts';
import { done, pageMembers, secondsOf } from './page-members.ts';
import { refuseUnbuilt, unbuilt } from './unbuilt-parameters.ts';

/** Where the two kinds of push that there are here go to. */
const ENDPOINTS = new Map([
  ['http', /^https?:/i],
  ['queue', /^acs:mns:/],
]);

export const subscribe: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  const strategy = wordOf(parameters, 'NotifyStrategy', NOTIFY_STRATEGIES);
  const format = wordOf(parameters, 'NotifyContentFormat', CONTENT_FORMATS);
  const filterTag = parameters.get('MessageTag');
  settled(
    services.topics.subscribe(parameters.require('TopicName'), parameters.require('SubscriptionName'), {
      endpointText: endpointOf(parameters),
      ...(strategy === undefined ? {} : { strategy }),
      ...(format === undefined ? {} : { format }),
      ...(filterTag === undefined ? {} : { filterTag }),
    }),
  );
  return done;
};

function endpointOf(parameters: Parameters): string {
  const type = parameters.require('PushType');
  const endpoint = parameters.require('Endpoint');
  const form = ENDPOINTS.get(type);
  if (form === undefined) throw unbuilt(`PushType ${type}`);
  if (!form.test(endpoint)) throw invalid('Endpoint');
  return endpoint;
}

export const setSubscriptionAttributes: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  const strategy = wordOf(parameters, 'NotifyStrategy', NOTIFY_STRATEGIES);
  const topic = parameters.require('TopicName');
  const name = parameters.require('SubscriptionName');
  settled(services.topics.setSubscription(topic, name, strategy === undefined ? {} : { strategy }));
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
  const named = [...topic.subscriptions.values()].filter(({ name }) => name.includes(wanted));
  return pageMembers(parameters, named, (subscription) => subscriptionMembers(topic.name, subscription));
};

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
  CreateTime: secondsOf(subscription.createdAtMs),
  LastModifyTime: secondsOf(subscription.modifiedAtMs),
});
