import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { type Failure, HalfDone } from '../errors.ts';
import type { Leftover, Refusal, YoungQueue } from '../use-cases/clean-up.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';

interface CleanupOptions {
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('cleanup')
    .description('remove temporary queues and subscriptions that a crashed tail has left')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'only list them')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ yes, dryRun, output }: CleanupOptions, context: Context): Promise<ExitStatus> {
  const { findLeftovers, patientCleaner, removeLeftovers } = await import('../use-cases/clean-up.ts');
  const { system, signal } = context;
  const { sleep, random } = system;
  const mns = patientCleaner(await context.services.mns(), { sleep, random, signal });
  const { leftovers, young } = await findLeftovers(mns, system.now(), signal);
  const value = leftovers.map(({ queue, topics, refreshedAtMs }) => ({
    queue,
    topics,
    ...(refreshedAtMs !== undefined && { refreshedAt: new Date(refreshedAtMs).toISOString() }),
  }));
  await printResult(context, output, { value, text: () => textOf(leftovers, young, context) });
  // In a table that is a line of its own; what a script reads are those that can be removed.
  if (young.length > 0 && output !== 'table') context.tell(await youngText(young, context));
  if (leftovers.length === 0 || dryRun) return 0;
  const count = leftovers.length === 1 ? 'it' : `all ${leftovers.length}`;
  await confirm(`Remove ${count}, with the messages and subscriptions?`, yes === true, context);
  const { removed, refused, ended } = await removeLeftovers(mns, leftovers, signal);
  context.tell(`${removed.length} removed`);
  const [first] = refused;
  if (first) throw notRemoved(first, refused, ended);
  if (ended !== undefined) throw ended;
  return 0;
}

/** With the first refusal's reason, which is nearly always that of all. */
function notRemoved({ error }: Refusal, refused: readonly Refusal[], ended: unknown): Failure {
  const names = refused.map(({ leftover }) => leftover.queue).join(', ');
  const end = ended instanceof Error ? `; then: ${ended.message}` : '';
  return new HalfDone(error, `not removed: ${names}: ${error.message}${end}`);
}

/** By the queue alone a tail that lives is not told from one that was killed a moment ago. */
async function youngText(young: readonly YoungQueue[], { globals }: Context): Promise<string> {
  const { screenTime } = await import('../sinks/screen-time.ts');
  const lastMs = Math.max(...young.map(({ aliveUntilMs }) => aliveUntilMs));
  const [tails, theirs] = young.length === 1 ? ['its tail', ''] : ['their tails', ', the last of them'];
  const isUtc = globals.utc === true;
  const until = `${screenTime(lastMs + 59_999, isUtc).slice(11, 16)}${isUtc ? ' UTC' : ''}`;
  return `${young.length} too young to tell (${tails} may be alive${theirs} until ${until})`;
}

async function textOf(
  leftovers: readonly Leftover[],
  young: readonly YoungQueue[],
  context: Context,
): Promise<string> {
  const tooYoung = young.length === 0 ? '' : `${await youngText(young, context)}\n`;
  if (leftovers.length === 0) return tooYoung || 'nothing is left behind\n';
  return `${await tableOf(leftovers, context)}${tooYoung}`;
}

async function tableOf(leftovers: readonly Leftover[], { system }: Context): Promise<string> {
  const { formatTable } = await import('./table.ts');
  const age = (ms: number | undefined) =>
    ms === undefined ? 'queue is gone' : `${Math.round((system.now() - ms) / 60_000)} min ago`;
  const rows = leftovers.map(({ queue, topics, refreshedAtMs }) => [
    queue,
    age(refreshedAtMs),
    topics.join(' '),
  ]);
  return formatTable(['QUEUE', 'LAST SIGN OF ITS TAIL', 'SUBSCRIBED TO'], rows);
}
