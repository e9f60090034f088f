import { FolderInUseError, JournalError, SeedError } from '../emulator/index.ts';
import { Failure, UsageError } from '../errors.ts';

interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly data?: string | undefined;
  readonly seed?: string | undefined;
}

/** Why the emulator could not start, in the user's words; what is none of these is a bug. */
export function startFailure(error: unknown, { port, host, data, seed }: StartOptions): unknown {
  if (error instanceof SeedError) {
    return new UsageError(
      'bad-seed',
      `the seed cannot be used: ${error.message}`,
      `correct ${seed}; the README shows one`,
    );
  }
  if (error instanceof RangeError) {
    return new UsageError(
      'bad-faults',
      `--faults: ${error.message}`,
      'write NAME=VALUE pairs, such as error=0.2,drop=0.05,seed=7',
    );
  }
  if (error instanceof FolderInUseError) {
    return new Failure('failure', 'data-in-use', error.message, {
      hint: 'stop that one, or name another folder with --data',
      cause: error,
    });
  }
  if (error instanceof JournalError) {
    return new Failure('failure', 'bad-data', `the folder ${data} cannot be used: ${error.message}`, {
      hint: 'name another folder with --data, or move this one away',
      cause: error,
    });
  }
  return fileOrPort(error, `${host}:${port}`);
}

function fileOrPort(error: unknown, address: string): unknown {
  const { code, syscall, path } = Object(error);
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  if (syscall !== 'listen') {
    const hint = 'check the path and who may use it';
    return new Failure('failure', code, `cannot use ${path}: ${code}`, { hint, cause: error });
  }
  const reason = code === 'EADDRINUSE' ? 'the port is in use' : code;
  return new Failure('failure', code, `cannot listen on ${address}: ${reason}`, {
    hint: 'choose another port with --port, or let --port 0 pick a free one',
    cause: error,
  });
}

export function cannotOpenLog(path: string, error: unknown): Failure {
  const { code } = Object(error);
  return new Failure('failure', String(code), `cannot write the log ${path}: ${code}`, {
    hint: 'name another file with --log, or - for stderr',
    cause: error,
  });
}
