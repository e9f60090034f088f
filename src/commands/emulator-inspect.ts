import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { INSPECTABLE } from '../clients/inspectable.ts';
import { DEFAULT_EMULATOR_PORT } from '../clients/profile-in-force.ts';
import { UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';

const KINDS = [...INSPECTABLE, 'messages'] as const;
type Kind = (typeof KINDS)[number];

interface EmulatorInspectOptions {
  readonly kind?: Kind | undefined;
  readonly queue?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('inspect')
    .description('show what a running emulator holds, without consuming anything')
    .addArgument(new Argument('[what]', 'one kind of thing (default: all)').choices(KINDS))
    .argument('[queue]', 'with messages: whose')
    .addOption(outputOption())
    .action((kind, queue, flags) => act(run, { kind, queue, ...flags }));
}

export async function run(
  { kind, queue, output }: EmulatorInspectOptions,
  context: Context,
): Promise<ExitStatus> {
  const what = target(kind, queue);
  const { inspectEmulator } = await import('../clients/emulator-inspection.ts');
  const value = await inspectEmulator({ endpoint: await endpointOf(context), what, signal: context.signal });
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
async function endpointOf({ settings }: Context): Promise<string> {
  return (await settings.get('endpoint'))?.value ?? `http://127.0.0.1:${DEFAULT_EMULATOR_PORT}`;
}
