/** Reads the reply of a batch receive, which is where a tail spends its time. */
import { type Fields, listOf, numberOf, readDocument, textOf, unescapeText } from './xml.ts';

/** A message seen without being received. Times are milliseconds since 1970. */
export interface PeekedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly enqueuedAtMs: number;
  /** How often it has been handed out; 0 for a peeked message that nobody has received. */
  readonly dequeueCount: number;
}

/** A message that is ours until `nextVisibleAtMs`. */
export interface ReceivedMessage extends PeekedMessage {
  /** Deletes or postpones the message; dies with the next receive of it. */
  readonly receipt: string;
  readonly nextVisibleAtMs: number;
}

/** Messages of a reply; undefined when it is not one. */
export function readReceived(xml: string): ReceivedMessage[] | undefined {
  return scanReceived(xml) ?? parseReceived(xml);
}

const [TEXT, NUMBER] = ['[^<]*', String.raw`\d+`];
const element = (name: string, value: string) => `<${name}>${value}</${name}>`;
/** Parts in the recorded order: the scanner relies on it and leaves every other text to the parser. */
const sequence = (...parts: string[]) => new RegExp(parts.join(String.raw`\s*`), 'y');
const START = sequence('', String.raw`(?:<\?xml[^>]*\?>)?`, String.raw`<Messages(?:\s[^>]*)?>`);
const BEFORE_BODY = sequence(
  '',
  '<Message>',
  element('MessageId', `(${TEXT})`),
  element('MessageBodyMD5', TEXT),
  '<MessageBody>',
);
const AFTER_BODY = sequence(
  '</MessageBody>',
  element('ReceiptHandle', `(${TEXT})`),
  element('EnqueueTime', `(${NUMBER})`),
  element('FirstDequeueTime', NUMBER),
  element('NextVisibleTime', `(${NUMBER})`),
  element('DequeueCount', `(${NUMBER})`),
  element('Priority', NUMBER),
);
const MESSAGE_END = '</Message>';
const END = sequence('', '</Messages>', '$');

/** Cuts the known elements out without building a tree; undefined when the text is laid out in any other way. */
export function scanReceived(xml: string): ReceivedMessage[] | undefined {
  // Comments and CDATA could hold text that only looks like elements.
  if (xml.includes('<!')) return undefined;
  const plain = xml.includes('&') ? unescapeText : (text: string) => text;
  const messages: ReceivedMessage[] = [];
  let at = endOf(START, xml, 0);
  while (at !== -1 && endOf(END, xml, at) === -1) {
    const message = scanMessage(xml, at, plain);
    if (message === undefined) return undefined;
    messages.push(message);
    // User properties may follow; they hold no element that could be taken for a message.
    const end = xml.indexOf(MESSAGE_END, AFTER_BODY.lastIndex);
    at = end === -1 ? -1 : end + MESSAGE_END.length;
  }
  return at === -1 || messages.length === 0 ? undefined : messages;
}

/** Where the part ends that begins at a place; -1 where it does not. */
function endOf(part: RegExp, text: string, at: number): number {
  part.lastIndex = at;
  return part.test(text) ? part.lastIndex : -1;
}

function scanMessage(xml: string, at: number, plain: (text: string) => string): ReceivedMessage | undefined {
  BEFORE_BODY.lastIndex = at;
  const before = BEFORE_BODY.exec(xml);
  const bodyAt = BEFORE_BODY.lastIndex;
  // Most of the text is bodies: to search for their end is much faster than to match each of their characters.
  AFTER_BODY.lastIndex = xml.indexOf('<', bodyAt);
  const after = before && AFTER_BODY.exec(xml);
  if (!after) return undefined;
  const [, messageId = ''] = before;
  const [, receipt = '', enqueued, nextVisible, dequeueCount] = after;
  return {
    messageId: plain(messageId),
    body: plain(xml.slice(bodyAt, after.index)),
    receipt: plain(receipt),
    enqueuedAtMs: Number(enqueued),
    nextVisibleAtMs: Number(nextVisible),
    dequeueCount: Number(dequeueCount),
  };
}

/** Reads any layout of the same document. */
export function parseReceived(xml: string): ReceivedMessage[] | undefined {
  return readMessages(xml, (fields) => {
    const message = peekedFrom(fields);
    const receipt = textOf(fields, 'ReceiptHandle');
    const nextVisibleAtMs = numberOf(fields, 'NextVisibleTime');
    if (message === undefined || receipt === undefined || nextVisibleAtMs === undefined) return undefined;
    return { ...message, receipt, nextVisibleAtMs };
  });
}

/** Messages of a peek's reply; undefined when it is not one. */
export function parsePeeked(xml: string): PeekedMessage[] | undefined {
  return readMessages(xml, peekedFrom);
}

function readMessages<Message>(
  xml: string,
  read: (fields: Fields) => Message | undefined,
): Message[] | undefined {
  const document = readDocument(xml);
  if (document?.root !== 'Messages') return undefined;
  const messages = listOf(document.fields, 'Message').map(read);
  return messages.every((message) => message !== undefined) ? messages : undefined;
}

function peekedFrom(fields: Fields): PeekedMessage | undefined {
  const messageId = textOf(fields, 'MessageId');
  const body = textOf(fields, 'MessageBody');
  const enqueuedAtMs = numberOf(fields, 'EnqueueTime');
  if (messageId === undefined || body === undefined || enqueuedAtMs === undefined) return undefined;
  return {
    messageId,
    body,
    enqueuedAtMs,
    dequeueCount: numberOf(fields, 'DequeueCount') ?? 0,
  };
}
