import { Failure } from '../errors.ts';

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room, and start again; nothing was taken from the queue for it',
  EACCES: 'choose a file that this user may write',
  EISDIR: 'name a file, not a folder',
  ENOENT: 'its folder does not exist: make it, or choose another file',
};

/** A file that cannot be written, as an error that says which one. */
export function fileFailure(error: unknown, path: string, what: string): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  return new Failure('failure', code, `cannot write ${what} ${path}: ${code}`, {
    hint: REMEDIES[code] ?? 'check the file and its disk',
    cause: error,
  });
}
