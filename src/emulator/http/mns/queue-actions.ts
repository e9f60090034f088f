import type { MessageQueue } from '../../core/message-queue.ts';
import type { QueueAttributes } from '../../core/queue-attributes.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { XmlNode } from '../xml-writer.ts';
import { pageAnswer, pageRequestOf, wantsAttributes } from './list-request.ts';
import { hostOf, type MnsAction, type MnsContext } from './mns-context.ts';
import { settled } from './mns-error.ts';
import {
  booleanOf,
  booleanText,
  emptyAnswer,
  integerOf,
  readOptionalBody,
  secondsOf,
  xmlAnswer,
} from './mns-xml.ts';

export const createQueue: MnsAction = (context) => {
  const given = attributesOf(readOptionalBody(context.request.body, 'Queue'));
  const { existed } = settled(context.services.queues.create(context.name, given));
  return emptyAnswer(existed ? 204 : 201, { Location: queueUrl(context, context.name) });
};

export const setQueueAttributes: MnsAction = ({ services, request, name }) => {
  settled(services.queues.setAttributes(name, attributesOf(readOptionalBody(request.body, 'Queue'))));
  return emptyAnswer(204);
};

export const getQueueAttributes: MnsAction = ({ services, name }) =>
  xmlAnswer(200, ['Queue', attributeNodes(settled(services.queues.get(name)))]);

export const listQueues: MnsAction = (context) =>
  pageAnswer('Queues', context.services.queues.page(pageRequestOf(context)), (queue) => [
    'Queue',
    [
      ['QueueURL', queueUrl(context, queue.name)],
      ...(wantsAttributes(context) ? attributeNodes(queue) : [['QueueName', queue.name] as const]),
    ],
  ]);

export const deleteQueue: MnsAction = ({ services, name }) => {
  services.queues.delete(name);
  return emptyAnswer(204);
};

const queueUrl = (context: MnsContext, name: string): string => `http://${hostOf(context)}/queues/${name}`;

function attributesOf(element: XmlElement): Partial<QueueAttributes> {
  const given = {
    delaySeconds: integerOf(element, 'DelaySeconds'),
    maximumMessageBytes: integerOf(element, 'MaximumMessageSize'),
    retentionSeconds: integerOf(element, 'MessageRetentionPeriod'),
    visibilitySeconds: integerOf(element, 'VisibilityTimeout'),
    pollingWaitSeconds: integerOf(element, 'PollingWaitSeconds'),
    loggingEnabled: booleanOf(element, 'LoggingEnabled'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** All of them, in the recorded order: the Python SDK insists on twelve. */
function attributeNodes(queue: MessageQueue): XmlNode[] {
  const { attributes } = queue;
  const { active, inactive, delayed } = queue.counts();
  return [
    ['QueueName', queue.name],
    ['DelaySeconds', attributes.delaySeconds],
    ['MaximumMessageSize', attributes.maximumMessageBytes],
    ['MessageRetentionPeriod', attributes.retentionSeconds],
    ['VisibilityTimeout', attributes.visibilitySeconds],
    ['CreateTime', secondsOf(queue.createdAtMs)],
    ['LastModifyTime', secondsOf(queue.modifiedAtMs)],
    ['PollingWaitSeconds', attributes.pollingWaitSeconds],
    ['ActiveMessages', active],
    ['InactiveMessages', inactive],
    ['DelayMessages', delayed],
    ['LoggingEnabled', booleanText(attributes.loggingEnabled)],
    ['MessageType', 0],
    ['EnableSSE', 'False'],
  ];
}
