import { EMULATOR_REGION } from '../../core/identity.ts';
import type { Services } from '../../core/services.ts';
import { standsInXml } from '../../core/xml-text.ts';
import { contradictsMd5 } from '../content-md5.ts';
import { percentEncoded } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import type { XmlNode } from '../xml-writer.ts';
import { admitAnonymous } from './anonymous.ts';
import { checkHeaderValues } from './header-values.ts';
import { actionFor, formUploadOf } from './oss-actions.ts';
import type { OssContext, OssOutcome } from './oss-context.ts';
import { type OssCode, OssError } from './oss-error.ts';
import { xmlAnswer } from './oss-xml.ts';
import { type Reading, readingsOf } from './reading.ts';
import { isV1, verifyV1 } from './signature-v1.ts';
import { isV2, verifyV2 } from './signature-v2.ts';
import { isV4, verifyV4 } from './signature-v4.ts';
import { calledBack } from './upload-callback.ts';

/** Base64 of `{"Result": "Ok"}`: the event was handed to MNS. */
const EVENT_STATUS = Buffer.from('{"Result": "Ok"}').toString('base64');

/** The OSS object API, as far as it raises events or is needed to see what they did. */
export async function answerOss(services: Services, request: WireRequest): Promise<Answer> {
  try {
    const { bucket = '', key = '' } = authenticate(services, request);
    const url = `http://${bucket}.oss-${EMULATOR_REGION}.aliyuncs.com/${percentEncoded(key)}`;
    const context = { services, request, bucket, key, url };
    return await finished(context, await act(context));
  } catch (error) {
    if (!(error instanceof OssError)) throw error;
    return withCommonHeaders(request, errorAnswer(request, error));
  }
}

export const ossErrorAnswer = (request: WireRequest, code: OssCode): Answer =>
  withCommonHeaders(request, errorAnswer(request, new OssError(code)));

/** The refusal of a request whose signature does not verify, told before its body is there. */
export function ossRefusalByHead(services: Services, request: WireRequest): Answer | undefined {
  try {
    authenticate(services, request);
    return undefined;
  } catch (error) {
    if (!(error instanceof OssError)) throw error;
    return withCommonHeaders(request, errorAnswer(request, error));
  }
}

function authenticate(services: Services, request: WireRequest): Reading {
  const upload = formUploadOf(request);
  if (upload !== undefined) return upload;
  const readings = readingsOf(request, services.buckets);
  const nowMs = services.judgedTimeMs();
  if (isV4(request)) return verifyV4(request, readings, nowMs);
  if (isV2(request)) return verifyV2(request, readings, nowMs);
  if (isV1(request)) return verifyV1(request, readings, nowMs);
  return admitAnonymous(request, services.buckets);
}

function act(context: OssContext): OssOutcome | Promise<OssOutcome> {
  const { headers, body } = context.request;
  checkHeaderValues(headers);
  if (contradictsMd5(headers['content-md5'], body)) throw new OssError('InvalidDigest');
  return actionFor(context)(context);
}

/** Raises the events; when a rule asked for one of them, the answer says how its hand-over went. */
async function finished(
  context: OssContext,
  { events = [], callback, ...answer }: OssOutcome,
): Promise<Answer> {
  const { services, request } = context;
  const cause = { sourceIp: request.sourceIp, requestId: request.id };
  const matched = events.filter((event) => services.ossEvents.raise(event, cause));
  const headers =
    matched.length === 0 ? answer.headers : { ...answer.headers, 'x-oss-event-status': EVENT_STATUS };
  const told = { ...answer, headers };
  return withCommonHeaders(
    request,
    callback === undefined ? told : await calledBack(context, callback, told),
  );
}

function errorAnswer({ id, method, headers }: WireRequest, error: OssError): Answer {
  const { status, code, message, details } = error;
  if (status === 304) return { status, headers: {} };
  const more = Object.entries(details).map(
    ([name, value]): XmlNode => [name, standsInXml(value) ? value : percentEncoded(value)],
  );
  const answer = xmlAnswer([
    'Error',
    [
      ['Code', code],
      ['Message', message],
      ['RequestId', id],
      ['HostId', headers['host'] ?? '127.0.0.1'],
      ...more,
    ],
  ]);
  // An answer to HEAD has no body; the vendor's newer SDKs read the document from this header then.
  const told = method === 'HEAD' ? { 'x-oss-err': Buffer.from(String(answer.body)).toString('base64') } : {};
  return { ...answer, status, headers: { ...answer.headers, ...told, ...error.headers } };
}

const withCommonHeaders = ({ id }: WireRequest, answer: Answer): Answer => ({
  ...answer,
  headers: { Server: 'AliyunOSS', 'x-oss-request-id': id, 'x-oss-server-time': '1', ...answer.headers },
});
