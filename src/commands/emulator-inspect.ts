import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { INSPECTABLE } from '../clients/inspectable.ts';
import { DEFAULT_EMULATOR_PORT } from '../clients/profile-in-force.ts';
import { UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { portNumber } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { givenPort, RUNNING_EMULATOR_HELP } from './running-emulator.ts';

const KINDS = [...INSPECTABLE, 'messages'] as const;
type Kind = (typeof KINDS)[number];

interface EmulatorInspectOptions {
  readonly kind?: Kind | undefined;
  readonly queue?: string | undefined;
  readonly port?: number | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('inspect')
    .description('show what a running emulator holds, without consuming anything')
    .addArgument(new Argument('[what]', 'one kind of thing (default: all)').choices(KINDS))
    .argument('[queue]', 'with messages: whose')
    .option('--port <port>', `where the emulator listens (default: ${DEFAULT_EMULATOR_PORT})`, portNumber)
    .addOption(outputOption())
    .configureHelp(RUNNING_EMULATOR_HELP)
    .action((kind, queue, { output }, command) => {
      const port = givenPort(command);
      return act(run, { kind, queue, port, output });
    });
}

export async function run(
  { kind, queue, port, output }: EmulatorInspectOptions,
  context: Context,
): Promise<ExitStatus> {
  const what = target(kind, queue);
  const { inspectEmulator } = await import('../clients/emulator-inspection.ts');
  const value = await inspectEmulator({
    endpoint: await endpointOf(port, context),
    what,
    signal: context.signal,
  });
  const text = async () => (await import('./inspection-text.ts')).inspectionText(value);
  await printResult(context, output, { value, text });
  return 0;
}

function target(kind: Kind | undefined, queue: string | undefined) {
  if (kind === 'messages') {
    if (queue !== undefined) return { queue };
    throw new UsageError(
      'no-queue',
      'messages of which queue?',
      'name it: ossnotify emulator inspect messages QUEUE',
    );
  }
  if (queue === undefined) return kind ?? 'all';
  throw new UsageError(
    'too-many-arguments',
    `${kind} takes no name`,
    'a queue is named with: messages QUEUE',
  );
}

/** An emulator is meant whatever the profile says: its own endpoint, unless one is named. */
async function endpointOf(port: number | undefined, { settings }: Context): Promise<string> {
  const named = await settings.get('endpoint');
  if (port === undefined) return named?.value ?? addressOf(DEFAULT_EMULATOR_PORT);
  if (named?.origin !== '--endpoint') return addressOf(port);
  throw new UsageError(
    'two-addresses',
    '--port and --endpoint both say where the emulator is',
    'give one of them',
  );
}

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;
