import { openSync, writeSync } from 'node:fs';
import { fileFailure } from '../errors.ts';

/**
 * Opens a file that grows by lines, kept from others' eyes: keys and addresses stand in it. Gives what appends a line, or
 * throws. Written at once rather than by the thread pool: a line takes microseconds, and must be there before its
 * message is let go.
 */
export function openRecordingFile(path: string): (line: string) => void {
  const file = guard(path, () => openSync(path, 'a', 0o600));
  return (line) => guard(path, () => writeWhole(file, Buffer.from(`${line}\n`)));
}

/** A disk that is nearly full takes a part, and only then says so. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function guard<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw fileFailure(error, path, 'write');
  }
}
