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
/** The recorded order of the elements: the scanner relies on it and leaves every other text to the parser. */
const ELEMENTS = [
  ['MessageId', `(${TEXT})`],
  ['MessageBodyMD5', TEXT],
  ['MessageBody', `(${TEXT})`],
  ['ReceiptHandle', `(${TEXT})`],
  ['EnqueueTime', `(${NUMBER})`],
  ['FirstDequeueTime', NUMBER],
  ['NextVisibleTime', `(${NUMBER})`],
  ['DequeueCount', `(${NUMBER})`],
  ['Priority', NUMBER],
] as const;
const [START, END] = ['<Message>', '</Message>'];
const MESSAGE = new RegExp(
  [START, ...ELEMENTS.map(([name, value]) => `<${name}>${value}</${name}>`)].join(String.raw`\s*`),
  'y',
);

/** Cuts the known elements out without building a tree; undefined when the text is laid out in any other way. */
export function scanReceived(xml: string): ReceivedMessage[] | undefined {
  // Comments, CDATA and document types could hold text that only looks like elements, and attributes hide others.
  if (!xml.includes('<Messages') || xml.includes('<!') || /<Message[\s/]/.test(xml)) return undefined;
  const plain = xml.includes('&') ? unescapeText : (text: string) => text;
  const messages: ReceivedMessage[] = [];
  let at = xml.indexOf(START);
  while (at !== -1) {
    MESSAGE.lastIndex = at;
    const found = MESSAGE.exec(xml);
    // User properties may follow; they hold no element that could be taken for a message.
    const end = found === null ? -1 : xml.indexOf(END, MESSAGE.lastIndex);
    if (found === null || end === -1) return undefined;
    messages.push(messageOf(found, plain));
    at = xml.indexOf(START, end);
  }
  return messages.length === 0 ? undefined : messages;
}

function messageOf(found: RegExpExecArray, plain: (text: string) => string): ReceivedMessage {
  const [, messageId = '', body = '', receipt = ''] = found;
  return {
    messageId: plain(messageId),
    body: plain(body),
    receipt: plain(receipt),
    enqueuedAtMs: Number(found[4]),
    nextVisibleAtMs: Number(found[5]),
    dequeueCount: Number(found[6]),
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
