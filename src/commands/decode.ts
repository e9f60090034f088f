import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Base64Use } from '../domain/envelope.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputChoice, tailOutputOption } from './tail-output.ts';
import { outputSink } from './tail-sinks.ts';
import { textSource } from './text-source.ts';

interface DecodeOptions {
  readonly file: string;
  readonly output?: OutputChoice | undefined;
  readonly decode: Base64Use;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('decode')
    .description('show the events in message bodies: any envelope, JSON or Base64; also recordings and logs')
    .argument('[file]', 'bodies, one a line or spread over several; - is stdin', '-')
    .addOption(tailOutputOption())
    .addOption(
      new Option('--decode <how>', 'whether bodies are Base64')
        .choices(['auto', 'base64', 'raw'])
        .default('auto' as const),
    )
    .action((file, flags) => act(run, { file, ...flags }));
}

export async function run({ file, output, decode }: DecodeOptions, context: Context): Promise<ExitStatus> {
  const { tail } = await import('../use-cases/tail.ts');
  const { figuresSink } = await import('../sinks/figures.ts');
  const figures = figuresSink(context.system.now);
  const choice = output ?? {
    name: context.system.stdout.isTTY ? ('json' as const) : ('ndjson' as const),
    template: '',
  };
  await tail({
    source: await textSource(file, context),
    accepts: () => true,
    base64: decode,
    sinks: [await outputSink(choice, context), figures],
    signal: context.signal,
    system: context.system,
  });
  const { events, undecodable } = figures.figures.counts;
  if (undecodable > 0)
    context.tell(`warning: ${undecodable} of ${events + undecodable} could not be decoded`);
  return events === 0 && undecodable > 0 ? EXIT_CODES.failure : 0;
}
