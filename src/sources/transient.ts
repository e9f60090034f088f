import { ServiceError } from '../errors.ts';

const UNEXPECTED_ANSWER = 'UnexpectedAnswer';
const THROTTLED = /^(QpsLimitExceeded|TooManyRequests|Throttling)/;

/** True where the service says that it was asked too often. */
export function isThrottled(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 429 || THROTTLED.test(error.code));
}

/** True where the same request may well succeed later: no answer, the service's own fault, or throttling. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  // A proxy that answers in the service's place, with whatever status, or an answer that was cut off.
  if (error.code === UNEXPECTED_ANSWER) return true;
  if (error.kind === 'authentication') return false;
  return isThrottled(error) || error.status === undefined || error.status >= 500;
}

/** True where a request that is part of a start or an end is worth another try at once. */
export function isPassing(error: unknown): boolean {
  return isThrottled(error) || hasBeenReached(error);
}

/** The codes by which the service itself says that a thing is gone; a proxy's 404 says nothing of it. */
const GONE = ['QueueNotExist', 'TopicNotExist', 'SubscriptionNotExist'];

export function isGone(error: unknown): boolean {
  return error instanceof ServiceError && GONE.includes(error.code);
}

/** True where the service itself was there, though it failed: its own error document, or a connection that it broke. */
export function hasBeenReached(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  if (error.status === undefined) return error.code === 'ECONNRESET';
  return error.status >= 500 && error.code !== UNEXPECTED_ANSWER;
}

/** Names and hosts that are not there, and handshakes of TLS that fail. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|UNABLE_TO_.*)$/;

/** True where no connection was made that the request could have gone over, so that nothing can have come of it. */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof ServiceError) || error.status !== undefined) return false;
  const { code = error.code } = Object(error.cause);
  return NO_CONNECTION.test(code);
}
