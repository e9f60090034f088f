import type { Services } from '../../core/services.ts';
import { contradictsMd5 } from '../content-md5.ts';
import { formUploadOf } from '../oss/oss-actions.ts';
import type { OssOutcome } from '../oss/oss-context.ts';
import { OssError, ossErrorOf } from '../oss/oss-error.ts';
import { type Reading, readingsOf } from '../oss/reading.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { withoutChunks } from './chunked-body.ts';
import { inCommonWords, inKs3Words } from './dialect.ts';
import { ks3ActionFor } from './ks3-actions.ts';
import { Ks3Error, ks3ErrorAnswer, noSuchKey } from './ks3-error.ts';
import { ks3EventOf } from './ks3-event-of.ts';
import { answerNotification } from './notification-actions.ts';
import { isV2, verifyV2 } from './signature-v2.ts';
import { isV4, needsBody, verifyV4 } from './signature-v4.ts';

/** KS3: notification rules in the bucket, and the object operations that raise events. */
export async function answerKs3(services: Services, request: WireRequest): Promise<Answer> {
  try {
    const reading = authenticate(services, request);
    return withCommonHeaders(request, await act(services, request, reading));
  } catch (error) {
    return withCommonHeaders(request, ks3ErrorAnswer(request, ks3ErrorOf(error)));
  }
}

export const ks3FailureAnswer = (request: WireRequest, status: number, code: string): Answer =>
  withCommonHeaders(request, ks3ErrorAnswer(request, new Ks3Error(status, code, 'Please try again.')));

/** The refusal of a request whose signature does not verify, as far as that can be told before its body is there. */
export function ks3RefusalByHead(services: Services, request: WireRequest): Answer | undefined {
  try {
    if (!needsBody(request)) authenticate(services, request, false);
    return undefined;
  } catch (error) {
    return withCommonHeaders(request, ks3ErrorAnswer(request, ks3ErrorOf(error)));
  }
}

function authenticate(services: Services, request: WireRequest, hasBody = true): Reading {
  const upload = formUploadOf(request);
  if (upload !== undefined) return upload;
  const readings = readingsOf(request, services.ks3Buckets);
  const nowMs = services.judgedTimeMs();
  if (isV4(request)) return verifyV4(request, readings, nowMs, hasBody);
  if (isV2(request)) return verifyV2(request, readings, nowMs);
  throw new Ks3Error(403, 'AccessDenied', 'Access Denied');
}

async function act(
  services: Services,
  request: WireRequest,
  { bucket = '', key = '' }: Reading,
): Promise<Answer> {
  if (bucket !== '' && key === '' && request.query.has('notification')) {
    const { ks3Buckets, ks3Notifications } = services;
    const problem = ks3Buckets.problemWith(bucket);
    if (problem !== undefined) throw ossErrorOf(problem);
    // A rule makes its bucket; looking whether there are rules does not.
    const answer = answerNotification(ks3Notifications, bucket, request);
    if (request.method === 'PUT') ks3Buckets.forWriting(bucket);
    return answer;
  }
  if (contradictsMd5(request.headers['content-md5'], request.body)) throw new OssError('InvalidDigest');
  const context = {
    services: { ...services, buckets: services.ks3Buckets },
    request: inCommonWords(withoutChunks(request), key),
    bucket,
    key,
    // No host of Ningxia, where notifications are offered, is documented: as the client addressed it.
    url: `http://${request.headers['host'] ?? '127.0.0.1'}${request.path}`,
  };
  return finished(services, request, await ks3ActionFor(context)(context));
}

/** The callbacks are tried within the request, and the answer tells how that went. */
async function finished(
  services: Services,
  request: WireRequest,
  { events = [], callback: _, ...answer }: OssOutcome,
): Promise<Answer> {
  const cause = { sourceIp: request.sourceIp, requestId: request.id };
  const raised = await Promise.all(
    events.map((event) => {
      const own = ks3EventOf(event);
      return own === undefined ? 'none' : services.ks3Events.raise(own, cause);
    }),
  );
  const told = inKs3Words(answer, request);
  if (raised.every((result) => result === 'none')) return told;
  const code = raised.includes('failure') ? 'Code: Fail' : 'Code: Success';
  const status = Buffer.from(code).toString('base64');
  return { ...told, headers: { ...told.headers, 'x-kss-eventBridge-status': status } };
}

function ks3ErrorOf(error: unknown): Ks3Error {
  if (error instanceof Ks3Error) return error;
  if (!(error instanceof OssError)) throw error;
  if (error.code === 'InvalidAccessKeyId') return noSuchKey();
  return new Ks3Error(error.status, error.code, error.message);
}

const withCommonHeaders = ({ id }: WireRequest, answer: Answer): Answer => ({
  ...answer,
  headers: { Server: 'Tengine', 'x-kss-request-id': id, ...answer.headers },
});
