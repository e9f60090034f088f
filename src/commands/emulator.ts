import { resolve } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { DEFAULT_EMULATOR_PORT } from '../clients/profile-in-force.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import * as emulatorEnv from './emulator-env.ts';
import * as emulatorInspect from './emulator-inspect.ts';
import { duration, portNumber, repeated } from './option-values.ts';

interface EmulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly data?: string | undefined;
  readonly seed?: string | undefined;
  readonly faults?: string | undefined;
  readonly log?: string | undefined;
  readonly relaxed?: true | undefined;
  readonly strictBuckets?: true | undefined;
  readonly activationDelay?: number | undefined;
  readonly pushAnywhere?: true | undefined;
  readonly controlHost?: readonly string[] | undefined;
}

const SUBCOMMANDS = [emulatorEnv, emulatorInspect];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const emulator = parent
    .command('emulator')
    .description('serve MNS, its rule API, OSS and KS3 on one local port, without a cloud account')
    .option('--port <port>', 'where to listen; 0 picks a free port', portNumber, DEFAULT_EMULATOR_PORT)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--data <dir>', 'keep the state in this folder, so that it survives a restart and a kill')
    .option('--seed <file>', 'start from the state that this YAML or JSON file describes')
    .option(
      '--faults <spec>',
      'make faults: error=0.2,503.SendMessage=0.1,drop=0.05,dup=0.05,reorder=0.1,latency=5ms-50ms,skew=20m,seed=7',
    )
    .option('--log <file>', 'write every request and its answer as NDJSON; - is stderr')
    .option('--relaxed', "lift the service's limits")
    .option('--strict-buckets', 'buckets exist only from PutBucket, not from the first write or rule')
    .option('--activation-delay <duration>', 'time until a new rule raises events (default: none)', duration)
    .option('--push-anywhere', 'push to other machines too, not only to this one')
    .option(
      '--control-host <name>',
      'another name under which /_emulator answers, such as that of a container (repeatable)',
      repeated,
    )
    .action((flags) => act(run, flags));
  for (const { register: registerSubcommand } of SUBCOMMANDS) registerSubcommand(emulator, act);
}

export async function run(options: EmulatorCommandOptions, context: Context): Promise<ExitStatus> {
  const { startEmulator } = await import('../emulator/index.ts');
  const { startFailure } = await import('./emulator-failure.ts');
  const log = options.log === undefined ? undefined : await openLog(options.log, context);
  const settings = { ...settingsOf(options, context), ...(log && { requestLog: log.write }) };
  const emulator = await startEmulator(settings).catch((error: unknown) => {
    throw startFailure(error, options);
  });
  try {
    await context.print(`ossnotify emulator listening on ${emulator.url}\n`);
    await aborted(context.signal);
  } finally {
    await emulator.close();
    await log?.close();
  }
  return 0;
}

function settingsOf(options: EmulatorCommandOptions, { system }: Context) {
  const {
    port,
    host,
    data,
    seed,
    faults,
    relaxed,
    strictBuckets,
    activationDelay,
    pushAnywhere,
    controlHost,
  } = options;
  return {
    port,
    host,
    ...(data !== undefined && { dataDirectory: resolve(system.cwd, data) }),
    ...(seed !== undefined && { seed: resolve(system.cwd, seed) }),
    ...(faults !== undefined && { faults }),
    ...(relaxed && { relaxed }),
    ...(strictBuckets && { strictBuckets }),
    ...(activationDelay !== undefined && { activationDelayMs: activationDelay }),
    ...(pushAnywhere && { pushAnywhere }),
    ...(controlHost && { controlHosts: controlHost }),
  };
}

interface Log {
  write(entry: object): void;
  close(): Promise<void>;
}

async function openLog(file: string, { system }: Context): Promise<Log> {
  if (file === '-')
    return { write: (entry) => system.stderr.write(`${JSON.stringify(entry)}\n`), close: async () => {} };
  const { open } = await import('node:fs/promises');
  const { cannotOpenLog } = await import('./emulator-failure.ts');
  const path = resolve(system.cwd, file);
  const handle = await open(path, 'a').catch((error: unknown) => {
    throw cannotOpenLog(path, error);
  });
  const stream = handle.createWriteStream();
  return {
    write: (entry) => stream.write(`${JSON.stringify(entry)}\n`),
    close: () => new Promise((done) => stream.end(done)),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
