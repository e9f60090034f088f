import { md5OfEach } from '../../core/md5/batch-md5.ts';
import type { Message, NewMessage } from '../../core/message.ts';
import type { MessageQueue } from '../../core/message-queue.ts';
import type { Answer } from '../wire-request.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { XmlPart } from '../xml-writer.ts';
import { newMessageOf, sentNodes, sentText } from './message-xml.ts';
import type { MnsAction, MnsContext } from './mns-context.ts';
import { MESSAGE_TOO_LONG, MnsError, mnsErrorOf, rangeError, schemaError, settled } from './mns-error.ts';
import { readBody, xmlAnswer } from './mns-xml.ts';

/** One operation or the other, as the root element says. */
export const sendMessages: MnsAction = (context) => {
  const queue = settled(context.services.queues.get(context.name));
  const root = readBody(context.request.body, 'Message', 'Messages');
  return root.name === 'Message'
    ? xmlAnswer(201, ['Message', sentNodes(settled(queue.send(newMessageOf(root))))])
    : sendBatch(queue, batchOf(context, root));
};

/** What one entry of a batch asks for, or why it cannot be meant. */
type Entry = NewMessage | MnsError;

function batchOf({ services: { limits }, request }: MnsContext, { children }: XmlElement): readonly Entry[] {
  const { low, high } = limits.batchMessages;
  if (children.length < low || children.some(({ name }) => name !== 'Message')) throw schemaError('Messages');
  if (children.length > high) throw rangeError('the number of messages', low, high);
  const entries = children.map(entryOf);
  // What was written in fewer bytes cannot hold more of them.
  if (request.body.length > limits.batchBytes && bytesOf(entries) > limits.batchBytes)
    throw new MnsError('InvalidArgument', MESSAGE_TOO_LONG);
  return entries;
}

function entryOf(element: XmlElement): Entry {
  try {
    return newMessageOf(element);
  } catch (error) {
    if (error instanceof MnsError) return error;
    throw error;
  }
}

const bytesOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + (entry instanceof MnsError ? 0 : Buffer.byteLength(entry.body)), 0);

/** A wholly bad batch is an ordinary error; a partly bad one lists both, with a status that no document names. */
function sendBatch(queue: MessageQueue, entries: readonly Entry[]): Answer {
  const checked = entries.map((entry) => errorOf(queue, entry) ?? entry);
  const failure = checked.find((entry) => entry instanceof MnsError);
  if (failure !== undefined && checked.every((entry) => entry instanceof MnsError)) throw failure;
  const digests = md5OfEach(checked.map((entry) => (entry instanceof MnsError ? '' : entry.body)));
  const results = checked.map((entry, at) =>
    entry instanceof MnsError ? entry : queue.deliver(entry, digests[at]),
  );
  const status = failure === undefined ? 201 : 500;
  return xmlAnswer(status, ['Messages', results.map((result) => resultPart(result, status))]);
}

function errorOf(queue: MessageQueue, entry: Entry): MnsError | undefined {
  if (entry instanceof MnsError) return entry;
  const problem = queue.problemWith(entry);
  return problem === undefined ? undefined : mnsErrorOf(problem);
}

/** Where some failed, exactly the two names of an error or those of a sent message: the Python SDK rejects any other mix. */
function resultPart(result: Message | MnsError, status: number): XmlPart {
  if (!(result instanceof MnsError)) {
    if (result.receipt === undefined) return sentText(result);
    const nodes = sentNodes(result);
    return ['Message', status === 201 ? nodes : nodes.slice(0, 2)];
  }
  return [
    'Message',
    [
      ['ErrorCode', result.code],
      ['ErrorMessage', result.message],
    ],
  ];
}
