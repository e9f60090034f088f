import type { Answer } from '../wire-request.ts';
import type { XmlNode } from '../xml-writer.ts';
import type { MnsAction, MnsContext } from './mns-context.ts';
import { MnsError, mnsErrorOf, rangeError, schemaError, settled } from './mns-error.ts';
import { emptyAnswer, readBody, xmlAnswer } from './mns-xml.ts';

/** One handle in the query, or several in the body. */
export const deleteMessages: MnsAction = (context) => {
  const { services, request, name } = context;
  const queue = settled(services.queues.get(name));
  const receipt = request.query.getIgnoringCase('ReceiptHandle');
  if (receipt === undefined || receipt === '') return deleteBatch(context);
  settled(queue.remove(receipt));
  return emptyAnswer(204);
};

/** What can be deleted is; the body lists only the failures, under a status that a missing queue has too. */
function deleteBatch(context: MnsContext): Answer {
  const queue = settled(context.services.queues.get(context.name));
  const failures = receiptsOf(context).flatMap((receipt): XmlNode[] => {
    const problem = queue.remove(receipt);
    return problem === undefined ? [] : [failureNode(receipt, mnsErrorOf(problem))];
  });
  return failures.length === 0 ? emptyAnswer(204) : xmlAnswer(404, ['Errors', failures]);
}

function receiptsOf({ request, services: { limits } }: MnsContext): string[] {
  if (request.body.length === 0) throw new MnsError('MissingReceiptHandle');
  const root = readBody(request.body, 'ReceiptHandles');
  const receipts = root.children
    .filter(({ name }) => name === 'ReceiptHandle')
    .map(({ text }) => text.trim());
  const { low, high } = limits.batchMessages;
  if (receipts.length < low) throw schemaError('ReceiptHandles');
  // Named in the answer it would be an empty element, which the Python SDK fails at.
  if (receipts.includes('')) throw new MnsError('MissingReceiptHandle');
  if (receipts.length > high) throw rangeError('the number of receipt handles', low, high);
  return receipts;
}

const failureNode = (receipt: string, { code, message }: MnsError): XmlNode => [
  'Error',
  [
    ['ErrorCode', code],
    ['ErrorMessage', message],
    ['ReceiptHandle', receipt],
  ],
];

export const changeVisibility: MnsAction = ({ services, request, name }) => {
  const queue = settled(services.queues.get(name));
  const receipt = request.query.getIgnoringCase('ReceiptHandle');
  const timeout = request.query.getIgnoringCase('VisibilityTimeout');
  if (receipt === undefined || receipt === '') throw new MnsError('MissingReceiptHandle');
  if (timeout === undefined || timeout === '') throw new MnsError('MissingVisibilityTimeout');
  const seconds = /^\d{1,9}$/.test(timeout) ? Number(timeout) : Number.NaN;
  const message = settled(queue.changeVisibility(receipt, seconds));
  return xmlAnswer(200, [
    'ChangeVisibility',
    [
      ['ReceiptHandle', message.receipt ?? ''],
      ['NextVisibleTime', message.visibleAtMs],
    ],
  ]);
};
