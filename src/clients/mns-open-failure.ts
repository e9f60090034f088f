import { ServiceError } from '../errors.ts';
import { member, text } from './loose-value.ts';
import { MNS_PRODUCT, openingHint } from './not-opened.ts';
import { isNetworkError, unreachable } from './unreachable.ts';

/** Whether the code says that what was asked for is not there; a looser pattern would take in a missing access key. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    (error.code === 'RESOURCE_NOT_FOUND' || /^ResourceNotFound|NotExist$/.test(error.code))
  );
}

/** What the OpenAPI client threw, as a ServiceError; anything that is neither a refusal nor a link error stays. */
export function mnsOpenFailure(error: unknown, endpoint: string): unknown {
  const status = member(error, 'statusCode') ?? member(member(error, 'data'), 'statusCode');
  if (typeof status === 'number') return refusal(error, status, endpoint);
  if (isNetworkError(error)) return unreachable('MNS-Open', endpoint, error);
  return isUnreadable(error) ? unexpected(endpoint) : error;
}

/** The client parses a body before it looks at the status, which is lost when the body is not what it expects. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof SyntaxError || (error instanceof Error && error.name === 'Error' && !('code' in error))
  );
}

/** A reply with status 200 that says it did not succeed. */
export function unsuccessful(body: unknown, endpoint: string): ServiceError {
  const code = text(member(body, 'Code'));
  if (code === '') return unexpected(endpoint, 200);
  return described(code, 200, member(body, 'Message'), member(body, 'RequestId'));
}

function refusal(error: unknown, status: number, endpoint: string): ServiceError {
  const data = member(error, 'data');
  const code = text(member(data, 'Code'));
  if (code === '') return unexpected(endpoint, status);
  return described(code, status, member(data, 'Message'), member(data, 'RequestId'));
}

function described(code: string, status: number, message: unknown, requestId: unknown): ServiceError {
  const known = HINTS.find(([pattern]) => pattern.test(code))?.[1];
  const hint = openingHint(code, text(message), MNS_PRODUCT) ?? known ?? (status >= 500 ? BROKEN : undefined);
  return new ServiceError({
    service: 'MNS-Open',
    code,
    status,
    message: `${code}: ${text(message).replace(/\s+/g, ' ').trim()}`.replace(/: $/, ''),
    ...(text(requestId) === '' ? {} : { requestId: text(requestId) }),
    ...(hint === undefined ? {} : { hint }),
  });
}

export function unexpected(endpoint: string, status?: number): ServiceError {
  return new ServiceError({
    service: 'MNS-Open',
    code: 'UnexpectedAnswer',
    message: `${endpoint} gave an answer that is not the rule API's`,
    hint:
      status !== undefined && status >= 500
        ? BROKEN
        : 'check that --endpoint is a rule API host and that no proxy answers in its place',
    ...(status === undefined ? {} : { status }),
  });
}

const BROKEN = 'the service is busy or broken just now: try again in a while';

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^SignatureDoesNotMatch/,
    'the access key secret is wrong: check it with `ossnotify config list --show-origin`',
  ],
  [/^InvalidAccessKeyId/, 'the access key id is unknown there: check it and --endpoint'],
  [/^InvalidTimeStamp/, "set this computer's clock: it may differ by at most 15 minutes"],
  [
    /^(NoPermission|Forbidden|AccessDenied)/,
    'grant the RAM actions mns:PutEventNotifications, mns:DeleteEventNotifications, mns:GetEventRule and mns:ListEventRules',
  ],
  [/^(Throttling|TooManyRequests)/, 'slow down and try again in a while'],
  [
    /Quota|LimitExceed|TooMany/i,
    'a region takes ten rules: delete one with `ossnotify rule delete NAME`, or have the quota raised',
  ],
  [/Overlap/i, 'see which rules collide: `ossnotify rule check --against-live`'],
  [
    /AlreadyExist|Duplicate/i,
    'choose another name, or look at the one that exists: `ossnotify rule get NAME`',
  ],
  [/^(RESOURCE_NOT_FOUND|ResourceNotFound)|NotExist$/, 'the rules that exist: `ossnotify rule list`'],
];
