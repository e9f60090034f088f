import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Compares without telling by its time how much was right; the query does not count. */
export function isAtPath(target: string, path: string): boolean {
  const [given = ''] = target.split('?', 1);
  return timingSafeEqual(digest(given), digest(path));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const BYTES = 16;

/** A path that nobody guesses. */
export function newSecretPath(): string {
  return `/${randomBytes(BYTES).toString('hex')}`;
}
