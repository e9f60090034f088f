import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { textSource } from './text-source.ts';

interface StatsOptions {
  readonly file: string;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('stats')
    .description('count the events of a recording: by type and prefix, with latencies and a histogram')
    .argument('<file>', 'what tail --record or tail -o ndjson wrote, or message bodies; - is stdin')
    .addOption(outputOption())
    .action((file, flags) => act(run, { file, ...flags }));
}

export async function run({ file, output }: StatsOptions, context: Context): Promise<ExitStatus> {
  const { summarise } = await import('../use-cases/summarise.ts');
  const summary = await summarise(await textSource(file, context), context);
  const text = async () => {
    const { summaryText } = await import('./stats-text.ts');
    return summaryText(summary);
  };
  await printResult(context, output, { value: summary, text });
  return 0;
}
