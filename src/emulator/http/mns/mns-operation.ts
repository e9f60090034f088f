import { percentDecoded, percentEncoded } from '../query.ts';
import type { WireRequest } from '../wire-request.ts';
import { getAccountAttributes, openService, setAccountAttributes } from './account-actions.ts';
import type { MnsAction } from './mns-context.ts';
import { MnsError, queryError } from './mns-error.ts';
import {
  createQueue,
  deleteQueue,
  getQueueAttributes,
  listQueues,
  setQueueAttributes,
} from './queue-actions.ts';
import { changeVisibility, deleteMessages } from './receipt-actions.ts';
import { receiveMessages } from './receive-actions.ts';
import { sendMessages } from './send-actions.ts';
import {
  getSubscriptionAttributes,
  listSubscriptions,
  setSubscriptionAttributes,
  subscribe,
  unsubscribe,
} from './subscription-actions.ts';
import {
  createTopic,
  deleteTopic,
  getTopicAttributes,
  listTopics,
  publishMessage,
  setTopicAttributes,
} from './topic-actions.ts';

type Operation = readonly [name: string, action: MnsAction];

/** Method and kind of resource; `metaoverride` marks the change of attributes among the PUTs. Batches share the single form's action. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET account': ['GetAccountAttributes', getAccountAttributes],
  'PUT account': ['SetAccountAttributes', setAccountAttributes],
  'POST service': ['OpenService', openService],
  'GET queues': ['ListQueue', listQueues],
  'PUT queue': ['CreateQueue', createQueue],
  'PUT queue metaoverride': ['SetQueueAttributes', setQueueAttributes],
  'GET queue': ['GetQueueAttributes', getQueueAttributes],
  'DELETE queue': ['DeleteQueue', deleteQueue],
  'POST queue messages': ['SendMessage', sendMessages],
  'GET queue messages': ['ReceiveMessage', receiveMessages],
  'DELETE queue messages': ['DeleteMessage', deleteMessages],
  'PUT queue messages': ['ChangeMessageVisibility', changeVisibility],
  'GET topics': ['ListTopic', listTopics],
  'PUT topic': ['CreateTopic', createTopic],
  'PUT topic metaoverride': ['SetTopicAttributes', setTopicAttributes],
  'GET topic': ['GetTopicAttributes', getTopicAttributes],
  'DELETE topic': ['DeleteTopic', deleteTopic],
  'POST topic messages': ['PublishMessage', publishMessage],
  'GET topic subscriptions': ['ListSubscriptionByTopic', listSubscriptions],
  'PUT subscription': ['Subscribe', subscribe],
  'PUT subscription metaoverride': ['SetSubscriptionAttributes', setSubscriptionAttributes],
  'GET subscription': ['GetSubscriptionAttributes', getSubscriptionAttributes],
  'DELETE subscription': ['Unsubscribe', unsubscribe],
};

export interface MnsTarget {
  /** Kind of resource, as in the table; `undefined` for a path that names none. */
  readonly resource: string | undefined;
  readonly name: string;
  readonly subscription: string;
}

export function mnsTargetOf({ path, query }: Pick<WireRequest, 'path' | 'query'>): MnsTarget {
  if (path === '/' && query.has('accountmeta')) return { resource: 'account', name: '', subscription: '' };
  if (path === '/commonbuy/openservice') return { resource: 'service', name: '', subscription: '' };
  const [, collection = '', name = '', part = '', subscription = '', ...more] = path
    .split('/')
    .map(percentDecoded);
  const resource = more.length > 0 ? undefined : resourceOf(collection, name, part, subscription);
  return { resource, name, subscription };
}

function resourceOf(
  collection: string,
  name: string,
  part: string,
  subscription: string,
): string | undefined {
  if (collection !== 'queues' && collection !== 'topics') return undefined;
  const single = collection.slice(0, -1);
  // A slash at the end does no harm; what stands behind an empty name is not about the collection.
  if (name === '' && part === '') return collection;
  if (name === '') return undefined;
  if (part === '' && subscription === '') return single;
  if (part === 'messages' && subscription === '') return `${single} messages`;
  if (part !== 'subscriptions' || single !== 'topic') return undefined;
  return subscription === '' ? 'topic subscriptions' : 'subscription';
}

export function mnsActionFor(request: WireRequest, { resource }: MnsTarget): MnsAction {
  const operation = operationOf(request, resource);
  if (operation === undefined) throw new MnsError('InvalidRequestURL');
  refuseForeignItems(request.query, resource ?? '');
  return operation[1];
}

export const MNS_OPERATION_NAMES: readonly string[] = [
  ...Object.values(OPERATIONS).map(([name]) => name),
  ...['PeekMessage', 'BatchPeekMessage', 'BatchReceiveMessage', 'BatchSendMessage', 'BatchDeleteMessage'],
];

/** Several operations stand behind each method on a queue's messages. */
export function mnsOperationName(request: WireRequest): string {
  const [name = 'Unknown', action] = operationOf(request, mnsTargetOf(request).resource) ?? [];
  const parameter = (word: string) => request.query.getIgnoringCase(word);
  switch (action) {
    case sendMessages:
      return hasBatchRoot(request.body) ? `Batch${name}` : name;
    case deleteMessages:
      return (parameter('ReceiptHandle') ?? '') === '' && request.body.length > 0 ? `Batch${name}` : name;
    case receiveMessages: {
      const taken = parameter('peekonly')?.toLowerCase() === 'true' ? 'PeekMessage' : name;
      return parameter('numOfMessages') === undefined ? taken : `Batch${taken}`;
    }
    default:
      return name;
  }
}

/** Enough for a prolog and the root element's name. */
const HEAD_BYTES = 256;
const BATCH_ROOT = /^[^<]*(?:<[?!][^>]*>[^<]*)*<(?:[\w.-]+:)?Messages[\s/>]/;

const hasBatchRoot = (body: Buffer): boolean => BATCH_ROOT.test(body.toString('latin1', 0, HEAD_BYTES));

function operationOf({ method, query }: WireRequest, resource: string | undefined): Operation | undefined {
  const plain = `${method} ${resource}`;
  const overrides = method === 'PUT' && query.getIgnoringCase('metaoverride')?.toLowerCase() === 'true';
  return (overrides ? OPERATIONS[`${plain} metaoverride`] : undefined) ?? OPERATIONS[plain];
}

/** In lower case: SDKs differ in that. Which of a resource's operations is asked for makes no difference to its names. */
const QUERY_NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  account: new Set(['accountmeta']),
  queue: new Set(['metaoverride']),
  topic: new Set(['metaoverride']),
  subscription: new Set(['metaoverride']),
  'queue messages': new Set([
    'waitseconds',
    'numofmessages',
    'peekonly',
    'receipthandle',
    'visibilitytimeout',
  ]),
};

function refuseForeignItems({ items }: WireRequest['query'], resource: string): void {
  for (const { name } of items)
    if (QUERY_NAMES[resource]?.has(name.toLowerCase()) !== true) throw queryError(percentEncoded(name));
}
