import type { Message } from '../../core/message.ts';
import type { MessageQueue } from '../../core/message-queue.ts';
import type { Answer } from '../wire-request.ts';
import type { XmlNode } from '../xml-writer.ts';
import { peekedNodes, receivedNodes } from './message-xml.ts';
import type { MnsAction, MnsContext } from './mns-context.ts';
import { MnsError, rangeError, settled } from './mns-error.ts';
import { xmlAnswer } from './mns-xml.ts';

/** Receive or peek, one or several: the query says which. */
export const receiveMessages: MnsAction = async (context) => {
  const { services, request, name } = context;
  const queue = settled(services.queues.get(name));
  const maximum = maximumOf(context);
  if (request.query.getIgnoringCase('peekonly')?.toLowerCase() === 'true')
    return messagesAnswer(queue.peek(maximum ?? 1), maximum, peekedNodes);
  const messages = await receive(context, queue, maximum ?? 1);
  if (services.queues.find(name) !== queue) throw new MnsError('QueueNotExist');
  return messagesAnswer(messages, maximum, receivedNodes);
};

function receive(context: MnsContext, queue: MessageQueue, maximum: number): Promise<readonly Message[]> {
  const waitMs = waitSecondsOf(context, queue) * 1000;
  return new Promise((resolve) => {
    const withdraw = queue.poll(maximum, waitMs, resolve);
    context.request.whenGone(() => {
      withdraw();
      resolve([]);
    });
  });
}

/** The plural root stands for a batch of one message too; nothing at all is "not found" in either form. */
function messagesAnswer(
  messages: readonly Message[],
  maximum: number | undefined,
  nodes: (message: Message) => XmlNode[],
): Answer {
  const [first] = messages;
  if (first === undefined) throw new MnsError('MessageNotExist');
  if (maximum === undefined) return xmlAnswer(200, ['Message', nodes(first)]);
  return xmlAnswer(200, ['Messages', messages.map((message): XmlNode => ['Message', nodes(message)])]);
}

/** Absent for the single form: the mere presence of the parameter makes the answer plural. */
function maximumOf({ request, services }: MnsContext): number | undefined {
  const text = request.query.getIgnoringCase('numOfMessages');
  return text === undefined ? undefined : integerWithin('numOfMessages', text, services.limits.batchMessages);
}

/** Given, also as 0, it overrides the queue's own waiting time. */
function waitSecondsOf({ request, services }: MnsContext, queue: MessageQueue): number {
  const text = request.query.getIgnoringCase('waitseconds');
  if (text === undefined) return queue.attributes.pollingWaitSeconds;
  return integerWithin('waitseconds', text, services.limits.pollingWaitSeconds);
}

function integerWithin(word: string, text: string, { low, high }: { low: number; high: number }): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= low && value <= high)) throw rangeError(word, low, high);
  return value;
}
