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
  const { events: entries } = await providerInForce(context);
  const text = async () => {
    const { formatTable } = await import('./table.ts');
    return formatTable(['TYPE', 'MEANING'], entries.map(rowOf));
  };
  await printResult(context, output, { value: entries, text });
  return 0;
}

function rowOf({ type, meaning, note }: EventTypeEntry): string[] {
  return [type, note ? `${meaning} (${note})` : meaning];
}
