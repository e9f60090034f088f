import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { DEFAULT_EMULATOR_PORT } from '../clients/settings.ts';
import { Failure } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import * as emulatorEnv from './emulator-env.ts';
import * as emulatorInspect from './emulator-inspect.ts';
import { portNumber } from './option-values.ts';

interface EmulatorOptions {
  readonly port: number;
  readonly host: string;
  readonly relaxed?: true | undefined;
  readonly strictBuckets?: true | undefined;
}

const SUBCOMMANDS = [emulatorEnv, emulatorInspect];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const emulator = parent
    .command('emulator')
    .description('serve MNS, its rule API and OSS on one local port, without a cloud account')
    .option('--port <port>', 'where to listen; 0 picks a free port', portNumber, DEFAULT_EMULATOR_PORT)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--relaxed', "lift the service's limits")
    .option('--strict-buckets', 'buckets exist only from PutBucket, not from the first write or rule')
    .action((flags) => act(run, flags));
  for (const { register: registerSubcommand } of SUBCOMMANDS) registerSubcommand(emulator, act);
}

export async function run(options: EmulatorOptions, context: Context): Promise<ExitStatus> {
  const { startEmulator } = await import('../emulator/index.ts');
  const { port, host, relaxed = false, strictBuckets = false } = options;
  const emulator = await startEmulator({ port, host, relaxed, strictBuckets }).catch((error: unknown) => {
    throw cannotListen(error, port, host);
  });
  try {
    await context.print(`ossnotify emulator listening on ${emulator.url}\n`);
    await aborted(context.signal);
  } finally {
    await emulator.close();
  }
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function cannotListen(error: unknown, port: number, host: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^E[A-Z]+$/.test(code)) return error;
  const reason = code === 'EADDRINUSE' ? 'the port is in use' : code;
  return new Failure('failure', code, `cannot listen on ${host}:${port}: ${reason}`, {
    hint: 'choose another port with --port, or let --port 0 pick a free one',
  });
}
