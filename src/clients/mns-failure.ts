import { retryAfterMs } from '../domain/retry.ts';
import { ServiceError } from '../errors.ts';
import { mnsActionOf } from './mns-actions.ts';
import { missingThing } from './mns-missing.ts';
import { MNS_PRODUCT, openingHint } from './not-opened.ts';
import { readDocument, textOf } from './xml.ts';

/** An answer of the service, whatever its status. */
export interface MnsAnswer {
  readonly status: number;
  readonly text: string;
  readonly requestId?: string;
  /** The server's `Date` header. */
  readonly date?: string;
  /** The `Retry-After` header, which gateways in front of the service send. */
  readonly retryAfter?: string;
}

export interface FailureContext {
  readonly endpoint: string;
  readonly now: () => number;
}

/** What was asked for, which decides the permission that it takes, and names what is not there. */
export interface RefusedRequest {
  readonly method: string;
  readonly resource: string;
}

/** The error that an answer tells of, in one line. */
export function mnsRefusal(
  answer: MnsAnswer,
  context: FailureContext,
  request: RefusedRequest,
): ServiceError {
  const document = readDocument(answer.text);
  const code = document?.root === 'Error' ? textOf(document.fields, 'Code') : undefined;
  if (document === undefined || code === undefined)
    return unexpectedAnswer(answer, context.endpoint, context.now());
  const requestId = textOf(document.fields, 'RequestId') ?? answer.requestId;
  const missing = missingThing(code, request.resource);
  const text = missing ? `there is no ${missing.name}` : oneLine(textOf(document.fields, 'Message') ?? '');
  const opening = openingHint(code, text, MNS_PRODUCT);
  const hint = opening ?? grantHint(code, request) ?? missing?.remedy ?? hintFor(code, answer, context);
  const waitMs = retryAfterMs(answer.retryAfter, context.now());
  return new ServiceError({
    service: 'MNS',
    code,
    status: answer.status,
    message: text === '' ? code : `${code}: ${text}`,
    ...(requestId === undefined ? {} : { requestId }),
    ...(hint === undefined ? {} : { hint }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** For an answer that is not the service's: a proxy's page, another server, or a reply without what it must hold. */
export function unexpectedAnswer(answer: MnsAnswer, endpoint: string, nowMs?: number): ServiceError {
  const waitMs = nowMs === undefined ? undefined : retryAfterMs(answer.retryAfter, nowMs);
  return new ServiceError({
    service: 'MNS',
    code: 'UnexpectedAnswer',
    status: answer.status,
    message: `${endpoint} gave an answer with status ${answer.status} that is not MNS's`,
    hint: 'check that --endpoint is an MNS host and that no proxy answers in its place',
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

const HINTS: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'the access key secret is wrong: check it with `ossnotify config list --show-origin`',
  InvalidAccessKeyId: 'the access key id is unknown there: check it and --endpoint',
  SecurityTokenExpired:
    'the temporary credentials are over: get new ones, and check `ossnotify config list --show-origin`',
  AccessDenied: 'this key may not do that: grant the RAM action, or use the account that owns the resource',
  QueueAlreadyExist: 'a queue of that name has other attributes: choose another name or delete it',
  TopicAlreadyExist: 'a topic of that name has other attributes: choose another name or delete it',
  SubscriptionAlreadyExist: 'a subscription of that name goes elsewhere: choose another name or delete it',
  QueueDeletedRecently: 'wait a minute, or choose another name',
  QpsLimitExceeded: 'slow down and try again',
  TooManyRequests: 'slow down and try again',
};

function hintFor(code: string, answer: MnsAnswer, context: FailureContext): string | undefined {
  if (code === 'TimeExpired') return clockHint(answer.date, context.now());
  return (
    HINTS[code] ??
    (answer.status >= 500 ? 'the service is busy or broken just now: try again in a while' : undefined)
  );
}

function grantHint(code: string, request: RefusedRequest): string | undefined {
  const action = mnsActionOf(request.method, request.resource);
  if (action === undefined || !/^(AccessDenied|NoPermission|Forbidden)/.test(code)) return undefined;
  return `this key may not do that: grant the RAM action ${action}, or use the account that owns the resource`;
}

function clockHint(serverDate: string | undefined, nowMs: number): string {
  const serverMs = Date.parse(serverDate ?? '');
  if (Number.isNaN(serverMs)) return "set this computer's clock: it may differ by at most 15 minutes";
  const seconds = Math.round((nowMs - serverMs) / 1000);
  // The service allows 15 minutes; what is nearer is the request's own delay, or a proxy's clock.
  if (Math.abs(seconds) < 60)
    return 'the clocks agree now: try again, and see that no proxy holds requests back';
  const side = seconds > 0 ? 'ahead of' : 'behind';
  return `set this computer's clock: it is ${duration(Math.abs(seconds))} ${side} the server's`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
