import type { Services } from '../../core/services.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { contradictsMnsMd5 } from './mns-content-md5.ts';
import { type MnsCode, MnsError } from './mns-error.ts';
import { mnsActionFor, mnsTargetOf } from './mns-operation.ts';
import { authenticate } from './mns-signature.ts';
import { xmlAnswer } from './mns-xml.ts';

/** The MNS data plane (version 2015-06-06). */
export async function answerMns(services: Services, request: WireRequest): Promise<Answer> {
  try {
    return withCommonHeaders(request, await act(services, request));
  } catch (error) {
    if (!(error instanceof MnsError)) throw error;
    return withCommonHeaders(request, errorAnswer(request, error));
  }
}

export const mnsErrorAnswer = (request: WireRequest, code: MnsCode, message?: string): Answer =>
  withCommonHeaders(request, errorAnswer(request, new MnsError(code, message)));

/** The refusal of a request whose signature does not verify; it never depends on the body. */
export function mnsRefusalByHead(services: Services, request: WireRequest): Answer | undefined {
  try {
    authenticate(request, services.judgedTimeMs());
    return undefined;
  } catch (error) {
    if (!(error instanceof MnsError)) throw error;
    return withCommonHeaders(request, errorAnswer(request, error));
  }
}

function act(services: Services, request: WireRequest): Answer | Promise<Answer> {
  authenticate(request, services.judgedTimeMs());
  if (contradictsMnsMd5(request.headers['content-md5'], request.body)) throw new MnsError('InvalidDegist');
  const target = mnsTargetOf(request);
  const action = mnsActionFor(request, target);
  return action({ services, request, name: target.name, subscription: target.subscription });
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
