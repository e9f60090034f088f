/** Reads the reply of a batch receive, which is where a tail spends its time. */
import { type Fields, listOf, numberOf, readDocument, textOf, unescapeText } from './xml.ts';

/** A message seen without being received. Times are milliseconds since 1970. */
export interface PeekedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly enqueuedAtMs: number;
  readonly firstDequeuedAtMs: number;
  /** How often it has been handed out; 0 for a peeked message that nobody has received. */
  readonly dequeueCount: number;
  /** 1 to 16, smaller is served first. */
  readonly priority: number;
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

/** The recorded order of the elements: the scanner relies on it and leaves every other text to the parser. */
const ELEMENTS = [
  'MessageId',
  'MessageBodyMD5',
  'MessageBody',
  'ReceiptHandle',
  'EnqueueTime',
  'FirstDequeueTime',
  'NextVisibleTime',
  'DequeueCount',
  'Priority',
] as const;
const TAGS = ELEMENTS.map((name) => ({ open: `<${name}>`, close: `</${name}>` }));

/** Cuts the known elements out without building a tree; undefined when the text is laid out in any other way. */
export function scanReceived(xml: string): ReceivedMessage[] | undefined {
  // Comments, CDATA and document types could hold text that only looks like elements.
  if (!xml.includes('<Messages') || xml.includes('<!')) return undefined;
  const plain = xml.includes('&') ? unescapeText : (text: string) => text;
  const messages: ReceivedMessage[] = [];
  let at = xml.indexOf('<Message>');
  while (at !== -1) {
    const scanned = scanMessage(xml, at + '<Message>'.length, plain);
    if (scanned === undefined) return undefined;
    messages.push(scanned.message);
    at = xml.indexOf('<Message>', scanned.end);
  }
  return messages.length === 0 ? undefined : messages;
}

function scanMessage(
  xml: string,
  from: number,
  plain: (text: string) => string,
): { message: ReceivedMessage; end: number } | undefined {
  const values: string[] = [];
  let at = from;
  for (const { open, close } of TAGS) {
    const start = xml.indexOf('<', at);
    if (!xml.startsWith(open, start)) return undefined;
    const end = xml.indexOf('<', start + open.length);
    if (!xml.startsWith(close, end)) return undefined;
    values.push(plain(xml.slice(start + open.length, end)));
    at = end + close.length;
  }
  const message = receivedFrom(values);
  // User properties may follow; they hold no element that could be taken for a message.
  const end = xml.indexOf('</Message>', at);
  return message === undefined || end === -1 ? undefined : { message, end };
}

function receivedFrom(values: readonly string[]): ReceivedMessage | undefined {
  const [messageId, bodyMd5, body, receipt, enqueued, firstDequeued, nextVisible, count, priority] = values;
  if (messageId === undefined || bodyMd5 === undefined || body === undefined || receipt === undefined)
    return undefined;
  const message = {
    messageId,
    body,
    bodyMd5,
    receipt,
    enqueuedAtMs: decimal(enqueued),
    firstDequeuedAtMs: decimal(firstDequeued),
    nextVisibleAtMs: decimal(nextVisible),
    dequeueCount: decimal(count),
    priority: decimal(priority),
  };
  // NaN, once added, stays.
  const { enqueuedAtMs, firstDequeuedAtMs, nextVisibleAtMs, dequeueCount } = message;
  const sum = enqueuedAtMs + firstDequeuedAtMs + nextVisibleAtMs + dequeueCount + message.priority;
  return Number.isNaN(sum) ? undefined : message;
}

function decimal(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
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
    bodyMd5: textOf(fields, 'MessageBodyMD5') ?? '',
    enqueuedAtMs,
    firstDequeuedAtMs: numberOf(fields, 'FirstDequeueTime') ?? enqueuedAtMs,
    dequeueCount: numberOf(fields, 'DequeueCount') ?? 0,
    priority: numberOf(fields, 'Priority') ?? 8,
  };
}
