import { EMULATOR_ACCOUNT } from '../../core/identity.ts';
import { pageOf } from '../../core/listing.ts';
import type { SubscriptionRequest } from '../../core/new-subscription.ts';
import { CONTENT_FORMATS, NOTIFY_STRATEGIES, type Subscription } from '../../core/subscription.ts';
import type { XmlElement } from '../xml-reader.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { pageAnswer, pageRequestOf, wantsAttributes } from './list-request.ts';
import { hostOf, type MnsAction, type MnsContext } from './mns-context.ts';
import { schemaError, settled } from './mns-error.ts';
import { emptyAnswer, readBody, readOptionalBody, secondsOf, textOf, xmlAnswer } from './mns-xml.ts';

export const subscribe: MnsAction = (context) => {
  const { services, request, name, subscription } = context;
  settled(services.topics.get(name));
  const { endpointText, ...given } = attributesOf(readBody(request.body, 'Subscription'));
  if (endpointText === undefined) throw schemaError('Endpoint');
  const { existed } = settled(services.topics.subscribe(name, subscription, { endpointText, ...given }));
  // No scheme here, unlike queues and topics: recorded.
  return emptyAnswer(existed ? 204 : 201, { Location: subscriptionUrl(context, subscription) });
};

export const setSubscriptionAttributes: MnsAction = ({ services, request, name, subscription }) => {
  const given = attributesOf(readOptionalBody(request.body, 'Subscription'));
  settled(services.topics.setSubscription(name, subscription, given));
  return emptyAnswer(204);
};

export const getSubscriptionAttributes: MnsAction = ({ services, name, subscription }) =>
  xmlAnswer(200, [
    'Subscription',
    attributeNodes(name, settled(services.topics.subscription(name, subscription))),
  ]);

export const listSubscriptions: MnsAction = (context) => {
  const topic = settled(context.services.topics.get(context.name));
  return pageAnswer(
    'Subscriptions',
    pageOf(topic.subscriptions.values(), pageRequestOf(context)),
    (subscription) => [
      'Subscription',
      [
        ['SubscriptionURL', `http://${subscriptionUrl(context, subscription.name)}`],
        ...(wantsAttributes(context) ? attributeNodes(topic.name, subscription) : []),
      ],
    ],
  );
};

export const unsubscribe: MnsAction = ({ services, name, subscription }) => {
  settled(services.topics.unsubscribe(name, subscription));
  return emptyAnswer(204);
};

const subscriptionUrl = (context: MnsContext, subscription: string): string =>
  `${hostOf(context)}/topics/${context.name}/subscriptions/${subscription}`;

/** What the body says; the rest is left as it is, or to the defaults. */
function attributesOf(element: XmlElement): Partial<SubscriptionRequest> {
  const endpointText = textOf(element, 'Endpoint')?.trim();
  const filterTag = textOf(element, 'FilterTag');
  const strategy = wordOf(element, 'NotifyStrategy', NOTIFY_STRATEGIES);
  const format = wordOf(element, 'NotifyContentFormat', CONTENT_FORMATS);
  return {
    ...(endpointText === undefined || endpointText === '' ? {} : { endpointText }),
    ...(filterTag === undefined || filterTag === '' ? {} : { filterTag }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(format === undefined ? {} : { format }),
  };
}

function wordOf<Word extends string>(
  element: XmlElement,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textOf(element, name)?.trim();
  if (text === undefined || text === '') return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw schemaError(name);
  return word;
}

const attributeNodes = (topic: string, subscription: Subscription): XmlNode[] => [
  ['SubscriptionName', subscription.name],
  ['Subscriber', EMULATOR_ACCOUNT],
  ['TopicOwner', EMULATOR_ACCOUNT],
  ['TopicName', topic],
  ['Endpoint', subscription.endpointText],
  ['NotifyStrategy', subscription.strategy],
  ['NotifyContentFormat', subscription.format],
  ...optionalNode('FilterTag', subscription.filterTag),
  ['CreateTime', secondsOf(subscription.createdAtMs)],
  ['LastModifyTime', secondsOf(subscription.modifiedAtMs)],
];
