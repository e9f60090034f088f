import { randomUUID } from 'node:crypto';
import type { GivenAnswer } from '../../core/client-tokens.ts';
import type { Services } from '../../core/services.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { authenticate } from './acs3-signature.ts';
import { Nonces } from './nonces.ts';
import { type OpenAction, Parameters } from './open-context.ts';
import { OpenError } from './open-error.ts';
import {
  createQueue,
  deleteQueue,
  getQueueAttributes,
  listQueue,
  setQueueAttributes,
} from './queue-actions.ts';
import { authenticateRpc, isRpcSigned } from './rpc-signature.ts';
import { createEventRule, deleteEventRule, getEventRule, listEventRules } from './rule-actions.ts';
import {
  getSubscriptionAttributes,
  listSubscriptionByTopic,
  setSubscriptionAttributes,
  subscribe,
  unsubscribe,
} from './subscription-actions.ts';
import {
  createTopic,
  deleteTopic,
  getTopicAttributes,
  listTopic,
  setTopicAttributes,
} from './topic-actions.ts';

const ACTIONS: Readonly<Record<string, OpenAction>> = {
  CreateEventRule: createEventRule,
  GetEventRule: getEventRule,
  ListEventRules: listEventRules,
  DeleteEventRule: deleteEventRule,
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueAttributes: getQueueAttributes,
  SetQueueAttributes: setQueueAttributes,
  ListQueue: listQueue,
  CreateTopic: createTopic,
  DeleteTopic: deleteTopic,
  GetTopicAttributes: getTopicAttributes,
  SetTopicAttributes: setTopicAttributes,
  ListTopic: listTopic,
  Subscribe: subscribe,
  Unsubscribe: unsubscribe,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  ListSubscriptionByTopic: listSubscriptionByTopic,
};

export const OPEN_OPERATION_NAMES: readonly string[] = Object.keys(ACTIONS);

const VERSION = '2022-01-19';

/** The rule API `Mns-open`: RPC style, parameters in the query, JSON answers. */
export class MnsOpen {
  readonly #services: Services;
  readonly #nonces = new Nonces();

  constructor(services: Services) {
    this.#services = services;
  }

  answer(request: WireRequest): Answer {
    try {
      const parameters = new Parameters(request);
      const nowMs = this.#services.judgedTimeMs();
      if (isRpcSigned(parameters)) authenticateRpc(request, parameters, nowMs);
      else authenticate(request, nowMs);
      this.#nonces.use(request.headers['x-acs-signature-nonce'] ?? parameters.get('SignatureNonce'), nowMs);
      return this.#once(request, parameters);
    } catch (error) {
      if (!(error instanceof OpenError)) throw error;
      return openErrorAnswer(request, error);
    }
  }

  #once(request: WireRequest, parameters: Parameters): Answer {
    if (parameters.get('ClientToken') === undefined) return this.#act(request, parameters);
    const { clientTokens } = this.#services;
    const call = callOf(request, parameters);
    const before = clientTokens.answerTo(call);
    if (before !== undefined) return before;
    const answer = this.#act(request, parameters);
    clientTokens.remember(call, answer);
    return answer;
  }

  #act(request: WireRequest, parameters: Parameters): GivenAnswer {
    const name = openOperationName(request);
    if ((request.headers['x-acs-version'] ?? parameters.get('Version')) !== VERSION)
      throw new OpenError(
        400,
        'InvalidVersion',
        `Specified parameter Version is not valid, it is ${VERSION}.`,
      );
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined)
      throw new OpenError(501, 'NotImplemented', `The emulator does not have the operation ${name}.`);
    const data = action({ services: this.#services, parameters });
    return jsonAnswer(200, {
      RequestId: newOpenRequestId(),
      Code: 200,
      Status: 'Success',
      Message: 'operation success',
      ...(data === undefined ? {} : { Data: data }),
      Success: true,
    });
  }
}

/** In a header, or in the older scheme a parameter. */
export const openOperationName = ({ headers, query }: Pick<WireRequest, 'headers' | 'query'>): string =>
  headers['x-acs-action'] ?? query.get('Action') ?? 'Unknown';

/** New with each attempt, whatever is asked for. */
const OF_ATTEMPT = ['Signature', 'SignatureNonce', 'Timestamp', 'SecurityToken'];

function callOf(request: WireRequest, parameters: Parameters): string {
  const asked = parameters.all().filter(({ name }) => !OF_ATTEMPT.includes(name));
  return `${openOperationName(request)} ${JSON.stringify(asked)}`;
}

export function openErrorAnswer({ headers }: WireRequest, { status, code, message }: OpenError): Answer {
  const requestId = newOpenRequestId();
  return jsonAnswer(status, {
    RequestId: requestId,
    HostId: headers['host'] ?? '127.0.0.1',
    Code: code,
    Message: message,
    Recommend: '',
  });
}

const newOpenRequestId = (): string => randomUUID().toUpperCase();

const jsonAnswer = (
  status: number,
  body: Readonly<Record<string, unknown>> & { RequestId: string },
): GivenAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=utf-8', 'x-acs-request-id': body.RequestId },
  body: JSON.stringify(body),
});
