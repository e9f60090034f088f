/** Operations on the messages of a queue. */
import { mnsRefusal, type RefusedRequest, unexpectedAnswer } from './mns-failure.ts';
import { type PeekedMessage, parsePeeked, type ReceivedMessage, readReceived } from './mns-message.ts';
import { queuePath } from './mns-queues.ts';
import { readSent, readSentBatch, type Sent, type SentOrRefused } from './mns-sent.ts';
import type { MnsTransport } from './mns-transport.ts';
import { type Content, writeDocument, writeElements, writeList } from './mns-xml.ts';
import { listOf, numberOf, readDocument, textOf } from './xml.ts';

export interface SendOptions {
  /** Delay before the message can be received, 0 to 604800; the queue's own when left out. */
  readonly delaySeconds?: number;
  /** 1 to 16 (8), smaller is served first. */
  readonly priority?: number;
}

export interface OutgoingMessage extends SendOptions {
  readonly body: string;
}

export interface ReceiveOptions {
  /** 1 to 16. */
  readonly batchSize: number;
  /** 0 to 30: how long the service may wait for a first message. */
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

/** A receipt that deleted nothing; `ReceiptHandleError` and `MessageNotExist` mean that it came too late. */
export interface FailedReceipt {
  readonly receipt: string;
  readonly code: string;
  readonly message: string;
}

export interface MnsMessages {
  send(queue: string, body: string, options?: SendOptions, signal?: AbortSignal): Promise<Sent>;
  /** Sends up to 16 messages of 64 KB together; one answer each, in order. */
  sendBatch(
    queue: string,
    messages: readonly OutgoingMessage[],
    signal?: AbortSignal,
  ): Promise<SentOrRefused[]>;
  /** Takes messages for the queue's visibility timeout; none when nothing came within the wait. */
  receive(queue: string, options: ReceiveOptions): Promise<ReceivedMessage[]>;
  /** Looks at messages and leaves them as they are. */
  peek(queue: string, batchSize: number, signal?: AbortSignal): Promise<PeekedMessage[]>;
  /** Deletes 1 to 16 received messages; gives those that it could not. */
  delete(queue: string, receipts: readonly string[], signal?: AbortSignal): Promise<FailedReceipt[]>;
  /** Hides a received message for 1 to 43200 seconds from now, under a new receipt; the old one is dead. */
  changeVisibility(
    queue: string,
    receipt: string,
    seconds: number,
    signal?: AbortSignal,
  ): Promise<{ readonly receipt: string; readonly nextVisibleAtMs: number }>;
}

export function messageOperations(transport: MnsTransport): MnsMessages {
  return {
    async send(queue, body, options = {}, signal) {
      const xml = writeDocument('Message', messageElements({ body, ...options }));
      const resource = messagesPath(queue);
      return readSent(
        await transport.call({ method: 'POST', resource, body: xml, repeatable: false, signal }),
        transport.endpoint,
      );
    },
    async sendBatch(queue, messages, signal) {
      const items = messages.map(
        (message) => `<Message>${writeElements(messageElements(message))}</Message>`,
      );
      const body = writeDocument('Messages', items.join(''));
      const resource = messagesPath(queue);
      const request = { method: 'POST', resource, body, repeatable: false, signal } as const;
      return readSentBatch(await transport.exchange(request), transport, request);
    },
    receive: (queue, options) => receive(transport, queue, options),
    peek: (queue, batchSize, signal) => peek(transport, queue, batchSize, signal),
    delete: (queue, receipts, signal) => deleteReceived(transport, queue, receipts, signal),
    async changeVisibility(queue, receipt, seconds, signal) {
      const query = `ReceiptHandle=${encodeURIComponent(receipt)}&VisibilityTimeout=${seconds}`;
      const resource = `${messagesPath(queue)}?${query}`;
      const answer = await transport.call({ method: 'PUT', resource, repeatable: false, signal });
      const fields = readDocument(answer.text)?.fields ?? {};
      const next = textOf(fields, 'ReceiptHandle');
      const nextVisibleAtMs = numberOf(fields, 'NextVisibleTime');
      if (next === undefined || nextVisibleAtMs === undefined)
        throw unexpectedAnswer(answer, transport.endpoint);
      return { receipt: next, nextVisibleAtMs };
    },
  };
}

async function receive(
  transport: MnsTransport,
  queue: string,
  { batchSize, waitSeconds, signal }: ReceiveOptions,
): Promise<ReceivedMessage[]> {
  const resource = `${messagesPath(queue)}?numOfMessages=${batchSize}&waitseconds=${waitSeconds}`;
  const request = { method: 'GET', resource, waitSeconds, repeatable: true, signal } as const;
  return messagesOf(await transport.exchange(request), transport, request, readReceived);
}

async function peek(
  transport: MnsTransport,
  queue: string,
  batchSize: number,
  signal: AbortSignal | undefined,
): Promise<PeekedMessage[]> {
  const resource = `${messagesPath(queue)}?peekonly=true&numOfMessages=${batchSize}`;
  const request = { method: 'GET', resource, repeatable: true, signal } as const;
  return messagesOf(await transport.exchange(request), transport, request, parsePeeked);
}

function messagesOf<Message>(
  answer: { readonly status: number; readonly text: string },
  transport: MnsTransport,
  request: RefusedRequest,
  read: (xml: string) => Message[] | undefined,
): Message[] {
  // An empty queue answers 404 MessageNotExist: an ordinary answer, not a fault.
  if (answer.status === 404 && answer.text.includes('<Code>MessageNotExist</Code>')) return [];
  if (answer.status >= 300) throw mnsRefusal(answer, transport, request);
  const messages = read(answer.text);
  if (messages === undefined) throw unexpectedAnswer(answer, transport.endpoint);
  return messages;
}

async function deleteReceived(
  transport: MnsTransport,
  queue: string,
  receipts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FailedReceipt[]> {
  const body = writeDocument('ReceiptHandles', writeList('ReceiptHandle', receipts));
  const resource = messagesPath(queue);
  const request = { method: 'DELETE', resource, body, repeatable: true, signal } as const;
  const answer = await transport.exchange(request);
  if (answer.status < 300) return [];
  // A missing queue and a partly failed batch are both 404: the root element tells them apart.
  const document = readDocument(answer.text);
  if (document?.root !== 'Errors') throw mnsRefusal(answer, transport, request);
  return listOf(document.fields, 'Error').map((fields) => ({
    receipt: textOf(fields, 'ReceiptHandle') ?? '',
    code: textOf(fields, 'ErrorCode') ?? 'Unknown',
    message: textOf(fields, 'ErrorMessage') ?? '',
  }));
}

function messagesPath(queue: string): string {
  return `${queuePath(queue)}/messages`;
}

function messageElements({ body, delaySeconds, priority }: OutgoingMessage): Record<string, Content> {
  return { MessageBody: body, DelaySeconds: delaySeconds, Priority: priority };
}
