import type { Message, NewMessage } from '../../core/message.ts';
import type { MessageQueue } from '../../core/message-queue.ts';
import { Problem } from '../../core/problem.ts';
import type { Answer } from '../wire-request.ts';
import type { XmlNode } from '../xml-writer.ts';
import { newMessageOf, sentNodes } from './message-xml.ts';
import type { MnsAction, MnsContext } from './mns-context.ts';
import { MnsError, mnsErrorOf, rangeError, schemaError, settled } from './mns-error.ts';
import { readBody, xmlAnswer } from './mns-xml.ts';

/** One operation or the other, as the root element says. */
export const sendMessages: MnsAction = (context) => {
  const queue = settled(context.services.queues.get(context.name));
  const root = readBody(context.request.body, 'Message', 'Messages');
  return root.name === 'Message'
    ? xmlAnswer(201, ['Message', sentNodes(settled(queue.send(newMessageOf(root))))])
    : sendBatch(queue, batchOf(context, root.children.map(newMessageOf)));
};

function batchOf(
  { services: { limits } }: MnsContext,
  messages: readonly NewMessage[],
): readonly NewMessage[] {
  const { low, high } = limits.batchMessages;
  if (messages.length < low) throw schemaError('Messages');
  if (messages.length > high) throw rangeError('the number of messages', low, high);
  const bytes = messages.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  if (bytes > limits.batchBytes)
    throw new MnsError(
      'InvalidArgument',
      'The length of message must not be larger than MaximumMessageSize.',
    );
  return messages;
}

/** A wholly bad batch is an ordinary error; a partly bad one lists both, with a status that no document names. */
function sendBatch(queue: MessageQueue, messages: readonly NewMessage[]): Answer {
  const problems = messages.map((message) => queue.problemWith(message));
  const first = problems.find((problem) => problem !== undefined);
  if (first !== undefined && problems.every((problem) => problem !== undefined)) throw mnsErrorOf(first);
  const results = messages.map((message, at) => problems[at] ?? queue.deliver(message));
  return xmlAnswer(first === undefined ? 201 : 500, ['Messages', results.map(resultNode)]);
}

/** Exactly the two names of an error, or those of a sent message: the Python SDK rejects any other mix. */
function resultNode(result: Message | Problem): XmlNode {
  if (!(result instanceof Problem)) return ['Message', sentNodes(result)];
  const { code, message } = mnsErrorOf(result);
  return [
    'Message',
    [
      ['ErrorCode', code],
      ['ErrorMessage', message],
    ],
  ];
}
