import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { EventTypeEntry } from '../domain/providers/index.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';

interface EventsOptions {
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('events')
    .description('the catalogue of event types, with meanings')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ output }: EventsOptions, context: Context): Promise<ExitStatus> {
  const { events: entries, silences } = await providerInForce(context);
  const text = async () => {
    const { formatTable } = await import('./table.ts');
    const notes = silences.map((note) => `  - ${note}\n`).join('');
    return `${formatTable(['TYPE', 'MEANING'], entries.map(rowOf))}\nWhere no event comes:\n${notes}`;
  };
  await printResult(context, output, { value: entries, text });
  return 0;
}

function rowOf({ type, meaning, note }: EventTypeEntry): string[] {
  return [type, note ? `${meaning} (${note})` : meaning];
}
