import type { Message, NewMessage, UserProperty } from '../../core/message.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { XmlNode } from '../xml-writer.ts';
import { schemaError } from './mns-error.ts';
import { childOf, integerOf, textOf } from './mns-xml.ts';

const PROPERTY_TYPES = ['STRING', 'NUMBER', 'BOOLEAN', 'BINARY'];
export const LONGEST_PROPERTY_NAME = 256;
export const LONGEST_PROPERTY_VALUE = 4096;

/** A `<Message>` to send; members that newer SDKs add are tolerated and ignored. */
export const newMessageOf = (element: XmlElement): NewMessage => ({
  delaySeconds: integerOf(element, 'DelaySeconds'),
  priority: integerOf(element, 'Priority'),
  userProperties: userPropertiesOf(element),
  body: bodyOf(element),
});

export function bodyOf(element: XmlElement): string {
  const body = textOf(element, 'MessageBody');
  if (body === undefined) throw schemaError('MessageBody');
  return body;
}

export function userPropertiesOf(element: XmlElement): UserProperty[] | undefined {
  const properties = childOf(element, 'UserProperties')?.children;
  return properties === undefined || properties.length === 0 ? undefined : properties.map(userPropertyOf);
}

function userPropertyOf(element: XmlElement): UserProperty {
  const name = textOf(element, 'Name') ?? '';
  const value = textOf(element, 'Value') ?? '';
  const type = textOf(element, 'Type') ?? 'STRING';
  const sound =
    name !== '' &&
    name.length <= LONGEST_PROPERTY_NAME &&
    value.length <= LONGEST_PROPERTY_VALUE &&
    PROPERTY_TYPES.includes(type.toUpperCase());
  if (!sound) throw schemaError('UserProperties');
  return { name, value, type };
}

export function sentNodes({ id, bodyMd5, receipt }: Pick<Message, 'id' | 'bodyMd5' | 'receipt'>): XmlNode[] {
  const nodes: XmlNode[] = [
    ['MessageId', id],
    ['MessageBodyMD5', bodyMd5],
  ];
  return receipt === undefined ? nodes : [...nodes, ['ReceiptHandle', receipt]];
}

/** The same of a message of a batch, as text: to name each of its elements would cost as much as all else of the answer. */
export const sentText = ({ id, bodyMd5 }: Pick<Message, 'id' | 'bodyMd5'>): string =>
  `  <Message>\n    <MessageId>${id}</MessageId>\n    <MessageBodyMD5>${bodyMd5}</MessageBodyMD5>\n  </Message>\n`;

/** The nine children that the Python SDK requires, in the recorded order; times in milliseconds. */
export const receivedNodes = (message: Message): XmlNode[] => [
  ['MessageId', message.id],
  ['MessageBodyMD5', message.bodyMd5],
  ['MessageBody', message.body],
  ['ReceiptHandle', message.receipt ?? ''],
  ['EnqueueTime', message.enqueuedAtMs],
  ['FirstDequeueTime', message.firstDequeuedAtMs],
  ['NextVisibleTime', message.visibleAtMs],
  ['DequeueCount', message.dequeueCount],
  ['Priority', message.priority],
  ...userPropertyNodes(message),
];

/** Without receipt and next visible time; a message never received has its enqueue time as first dequeue. */
export const peekedNodes = (message: Message): XmlNode[] => [
  ['MessageId', message.id],
  ['MessageBodyMD5', message.bodyMd5],
  ['MessageBody', message.body],
  ['EnqueueTime', message.enqueuedAtMs],
  ['FirstDequeueTime', message.firstDequeuedAtMs === 0 ? message.enqueuedAtMs : message.firstDequeuedAtMs],
  ['DequeueCount', message.dequeueCount],
  ['Priority', message.priority],
  ...userPropertyNodes(message),
];

function userPropertyNodes({ userProperties }: Message): XmlNode[] {
  if (userProperties === undefined) return [];
  const properties = userProperties.map(
    ({ name, value, type }): XmlNode => [
      'PropertyValue',
      [
        ['Name', name],
        ['Value', value],
        ['Type', type],
      ],
    ],
  );
  return [['UserProperties', properties]];
}
