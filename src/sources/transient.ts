import { ServiceError } from '../errors.ts';

const THROTTLED = /^(QpsLimitExceeded|TooManyRequests|Throttling)/;

/** True where the service says that it was asked too often. */
export function isThrottled(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 429 || THROTTLED.test(error.code));
}

/** True where the same request may well succeed later: no answer, the service's own fault, or throttling. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceError) || error.kind === 'authentication') return false;
  return isThrottled(error) || error.status === undefined || error.status >= 500;
}

/** True where the service itself was there, though it failed: its own error document, or a connection that it broke. */
export function hasBeenReached(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  if (error.status === undefined) return error.code === 'ECONNRESET';
  return error.status >= 500 && error.code !== 'UnexpectedAnswer';
}
