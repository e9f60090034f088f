import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { fileFailure } from '../errors.ts';

/** Takes a part of the bytes, and says how many. */
type Write = (file: number, bytes: Buffer, offset: number) => number;

/**
 * Opens a file that grows by lines, kept from others' eyes: keys and addresses stand in it. Gives what appends a line, or
 * throws. Written at once rather than by the thread pool: a line takes microseconds, and must be there before its
 * message is let go.
 */
export function openRecordingFile(path: string, write: Write = writeSync): (line: string) => void {
  const file = guard(path, () => openSync(path, 'a', 0o600));
  // Of a line that was torn, by a full disk or a crash, only that line is lost, and not the next one as well.
  if (endsTorn(file, path)) guard(path, () => writeWhole(file, Buffer.from('\n'), write));
  return (line) => guard(path, () => writeWhole(file, Buffer.from(`${line}\n`), write));
}

/** What cannot be read, or is no file, may be written all the same. */
function endsTorn(file: number, path: string): boolean {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.size === 0) return false;
  try {
    const reading = openSync(path, 'r');
    const last = Buffer.alloc(1);
    readSync(reading, last, 0, 1, stat.size - 1);
    closeSync(reading);
    return last.toString() !== '\n';
  } catch {
    return false;
  }
}

/** A disk that is nearly full takes a part, and only then says so. That part goes again: it is no line. */
function writeWhole(file: number, bytes: Buffer, write: Write): void {
  let at = 0;
  try {
    while (at < bytes.length) at += write(file, bytes, at);
  } catch (error) {
    if (at > 0) takeBack(file, at);
    throw error;
  }
}

function takeBack(file: number, length: number): void {
  try {
    ftruncateSync(file, fstatSync(file).size - length);
  } catch {
    // What is no file of a disk; of a line that stays torn the next opening takes care.
  }
}

function guard<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw fileFailure(error, path, 'write');
  }
}
