import { ServiceError } from '../errors.ts';
import { member, text } from './loose-value.ts';
import { openingHint } from './not-opened.ts';
import { isNetworkError, unreachable } from './unreachable.ts';

/** What the SDK threw, as a ServiceError; anything that is neither a refusal nor a link error stays. */
export function ossFailure(error: unknown, endpoint: string): unknown {
  const data = member(error, 'data');
  const status = member(data, 'statusCode');
  if (typeof status === 'number') return refusal(error, status, text(member(data, 'requestId')));
  if (isNetworkError(error)) return unreachable('OSS', endpoint, error);
  // XML errors of the SDK carry neither code nor status: a proxy's page, or another server.
  return isPlainError(error) ? unexpected(endpoint) : error;
}

function refusal(error: unknown, status: number, requestId: string): ServiceError {
  const code = codeOf(text(member(error, 'code')), status);
  // The SDK puts the code before the text, and the text `null` where there is none.
  const told = text(member(error, 'message')).replace(/^[^:]*: /, '');
  const message = told === 'null' || told === '' ? code : `${code}: ${told.replace(/\s+/g, ' ').trim()}`;
  const hint =
    openingHint(code, told, 'Object Storage Service (OSS)') ??
    HINTS[code] ??
    (status >= 500 ? 'the service is busy or broken just now: try again in a while' : undefined);
  return new ServiceError({
    service: 'OSS',
    code,
    status,
    message,
    ...(requestId === '' || requestId === 'undefined' ? {} : { requestId }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** An answer to HEAD has no body, so the SDK knows the status only. */
function codeOf(code: string, status: number): string {
  if (/^[A-Za-z]/.test(code)) return code;
  return { 403: 'AccessDenied', 404: 'NoSuchKey', 409: 'Conflict' }[status] ?? `Status${status}`;
}

function isPlainError(error: unknown): boolean {
  return error instanceof Error && error.name === 'Error' && !('code' in error);
}

function unexpected(endpoint: string): ServiceError {
  return new ServiceError({
    service: 'OSS',
    code: 'UnexpectedAnswer',
    message: `${endpoint} gave an answer that is not OSS's`,
    hint: 'check that --endpoint is an OSS host and that no proxy answers in its place',
  });
}

const HINTS: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'check the access key secret; accounts that demand signature version 4 are not supported yet',
  InvalidAccessKeyId: 'the access key id is unknown there: check it and --endpoint',
  AccessDenied:
    'grant the RAM actions oss:GetBucketInfo, oss:PutObject and oss:DeleteObject, and check --region',
  NoSuchBucket: 'check the name of the bucket and --region',
  NoSuchKey: 'check the key of the object',
  RequestTimeTooSkewed: "set this computer's clock: it may differ by at most 15 minutes",
};
