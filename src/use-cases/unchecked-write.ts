import { Failure } from '../errors.ts';

/** Of a write that was carried out. Anything but a foreseen failure is a bug, and goes on up. */
export function uncheckedText(error: unknown): string {
  if (!(error instanceof Failure)) throw error;
  const id = error.requestId === undefined ? '' : ` (request id ${error.requestId})`;
  return `it is written, but could not be read again to see whether somebody else wrote at the same time: ${error.message}${id}`;
}
