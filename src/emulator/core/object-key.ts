import { Problem } from './problem.ts';

const LONGEST_KEY_BYTES = 1023;

/** Why no object may be called so, if so. */
export function keyProblem(key: string): Problem | undefined {
  const bytes = Buffer.byteLength(key);
  const badStart = key.startsWith('/') || key.startsWith('\\');
  return bytes < 1 || bytes > LONGEST_KEY_BYTES || badStart ? new Problem('key-invalid', key) : undefined;
}
