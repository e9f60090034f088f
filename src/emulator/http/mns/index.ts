import type { Services } from '../../core/services.ts';
import { contentMd5Matches } from '../content-md5.ts';
import { percentDecoded } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import type { MnsAction } from './mns-context.ts';
import { type MnsCode, MnsError } from './mns-error.ts';
import { authenticate } from './mns-signature.ts';
import { xmlAnswer } from './mns-xml.ts';
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

/** Method and kind of resource; `?metaoverride` marks the change of attributes among the PUTs. */
const ACTIONS: Readonly<Record<string, MnsAction>> = {
  'GET queues': listQueues,
  'PUT queue': createQueue,
  'PUT queue metaoverride': setQueueAttributes,
  'GET queue': getQueueAttributes,
  'DELETE queue': deleteQueue,
  'POST queue messages': sendMessages,
  'GET queue messages': receiveMessages,
  'DELETE queue messages': deleteMessages,
  'PUT queue messages': changeVisibility,
  'GET topics': listTopics,
  'PUT topic': createTopic,
  'PUT topic metaoverride': setTopicAttributes,
  'GET topic': getTopicAttributes,
  'DELETE topic': deleteTopic,
  'POST topic messages': publishMessage,
  'GET topic subscriptions': listSubscriptions,
  'PUT subscription': subscribe,
  'PUT subscription metaoverride': setSubscriptionAttributes,
  'GET subscription': getSubscriptionAttributes,
  'DELETE subscription': unsubscribe,
};

/** The MNS data plane (version 2015-06-06). */
export async function answerMns(services: Services, request: WireRequest): Promise<Answer> {
  try {
    return withCommonHeaders(request, await act(services, request));
  } catch (error) {
    if (!(error instanceof MnsError)) throw error;
    return withCommonHeaders(request, errorAnswer(request, error));
  }
}

export const mnsErrorAnswer = (request: WireRequest, code: MnsCode): Answer =>
  withCommonHeaders(request, errorAnswer(request, new MnsError(code)));

async function act(services: Services, request: WireRequest): Promise<Answer> {
  authenticate(request, services.clock.now());
  const md5 = request.headers['content-md5'];
  if (md5 !== undefined && md5 !== '' && !contentMd5Matches(md5, request.body))
    throw new MnsError('InvalidDegist');
  const [, collection = '', name = '', part = '', subscription = '', ...more] = request.path
    .split('/')
    .map(percentDecoded);
  if (more.length > 0) throw new MnsError('InvalidRequestURL');
  const resource = resourceOf(collection, name, part, subscription);
  const action = actionFor(request, resource);
  return action({ services, request, name, subscription });
}

function resourceOf(collection: string, name: string, part: string, subscription: string): string {
  if (collection !== 'queues' && collection !== 'topics') throw new MnsError('InvalidRequestURL');
  const single = collection.slice(0, -1);
  if (name === '') return collection;
  if (part === '') return single;
  if (part === 'messages' && subscription === '') return `${single} messages`;
  if (part !== 'subscriptions' || single !== 'topic') throw new MnsError('InvalidRequestURL');
  return subscription === '' ? 'topic subscriptions' : 'subscription';
}

function actionFor({ method, query }: WireRequest, resource: string): MnsAction {
  const overrides = method === 'PUT' && query.getIgnoringCase('metaoverride')?.toLowerCase() === 'true';
  const action = ACTIONS[`${method} ${resource}${overrides ? ' metaoverride' : ''}`];
  if (action === undefined)
    throw new MnsError(
      'NotImplemented',
      `The emulator does not have the operation ${method} on ${resource}.`,
    );
  return action;
}

const errorAnswer = ({ id, headers }: WireRequest, { status, code, message }: MnsError): Answer =>
  xmlAnswer(status, [
    'Error',
    [
      ['Code', code],
      ['Message', message],
      ['RequestId', id],
      ['HostId', `http://${headers['host'] ?? '127.0.0.1'}`],
    ],
  ]);

/** Spelled as recorded: the Java SDK looks names up case-sensitively. */
const withCommonHeaders = ({ id }: WireRequest, answer: Answer): Answer => ({
  ...answer,
  headers: {
    Server: 'AliyunMQS',
    'Content-Type': 'text/xml;charset=utf-8',
    'x-mns-request-id': id,
    'x-mns-version': '2015-06-06',
    'x-mns-response-format': 'xml',
    ...answer.headers,
  },
});
