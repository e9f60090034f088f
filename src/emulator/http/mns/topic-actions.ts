import type { Topic, TopicAttributes } from '../../core/topic.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { XmlNode } from '../xml-writer.ts';
import { pageAnswer, pageRequestOf, wantsAttributes } from './list-request.ts';
import { bodyOf, sentNodes, userPropertiesOf } from './message-xml.ts';
import { hostOf, type MnsAction, type MnsContext } from './mns-context.ts';
import { settled } from './mns-error.ts';
import {
  booleanOf,
  booleanText,
  emptyAnswer,
  integerOf,
  readBody,
  readOptionalBody,
  secondsOf,
  textOf,
  xmlAnswer,
} from './mns-xml.ts';

/** Fixed by the service. */
const TOPIC_RETENTION_SECONDS = 86_400;

export const createTopic: MnsAction = (context) => {
  const given = attributesOf(readOptionalBody(context.request.body, 'Topic'));
  const { existed } = settled(context.services.topics.create(context.name, given));
  return emptyAnswer(existed ? 204 : 201, { Location: topicUrl(context, context.name) });
};

export const setTopicAttributes: MnsAction = ({ services, request, name }) => {
  settled(services.topics.setAttributes(name, attributesOf(readOptionalBody(request.body, 'Topic'))));
  return emptyAnswer(204);
};

export const getTopicAttributes: MnsAction = ({ services, name }) =>
  xmlAnswer(200, ['Topic', attributeNodes(settled(services.topics.get(name)))]);

export const listTopics: MnsAction = (context) =>
  pageAnswer('Topics', context.services.topics.page(pageRequestOf(context)), (topic) => [
    'Topic',
    [
      ['TopicURL', topicUrl(context, topic.name)],
      ...(wantsAttributes(context) ? attributeNodes(topic) : [['TopicName', topic.name] as const]),
    ],
  ]);

export const deleteTopic: MnsAction = ({ services, name }) => {
  services.topics.delete(name);
  return emptyAnswer(204);
};

export const publishMessage: MnsAction = ({ services, request, name }) => {
  settled(services.topics.get(name));
  const element = readBody(request.body, 'Message');
  const tag = textOf(element, 'MessageTag');
  const userProperties = userPropertiesOf(element);
  const { id, bodyMd5 } = settled(
    services.topics.publish(name, {
      body: bodyOf(element),
      ...(tag === undefined || tag === '' ? {} : { tag }),
      ...(userProperties === undefined ? {} : { userProperties }),
    }),
  );
  return xmlAnswer(201, ['Message', sentNodes({ id, bodyMd5, receipt: undefined })]);
};

const topicUrl = (context: MnsContext, name: string): string => `http://${hostOf(context)}/topics/${name}`;

function attributesOf(element: XmlElement): Partial<TopicAttributes> {
  const maximumMessageBytes = integerOf(element, 'MaximumMessageSize');
  const loggingEnabled = booleanOf(element, 'LoggingEnabled');
  return {
    ...(maximumMessageBytes === undefined ? {} : { maximumMessageBytes }),
    ...(loggingEnabled === undefined ? {} : { loggingEnabled }),
  };
}

const attributeNodes = ({ name, attributes, createdAtMs, modifiedAtMs }: Topic): XmlNode[] => [
  ['TopicName', name],
  // Messages leave a topic as they come; what is left to be pushed again is not counted.
  ['MessageCount', 0],
  ['CreateTime', secondsOf(createdAtMs)],
  ['LastModifyTime', secondsOf(modifiedAtMs)],
  ['MaximumMessageSize', attributes.maximumMessageBytes],
  ['MessageRetentionPeriod', TOPIC_RETENTION_SECONDS],
  ['LoggingEnabled', booleanText(attributes.loggingEnabled)],
];
