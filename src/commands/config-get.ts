import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { Failure } from '../errors.ts';
import { readSettingKey } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';

interface ConfigGetOptions {
  readonly key: string;
  readonly showOrigin?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('get')
    .description('one setting in force')
    .argument('<key>', 'region, account, endpoint, provider, network, output, topic or tail.OPTION')
    .option('--show-origin', 'say where it comes from')
    .addOption(outputOption())
    .action((key, flags) => act(run, { key, ...flags }));
}

export async function run(
  { key, showOrigin, output }: ConfigGetOptions,
  context: Context,
): Promise<ExitStatus> {
  const setting = await context.settings.get(readSettingKey(key));
  if (!setting) {
    throw new Failure('not-found', 'setting-not-set', `${key} is not set`, {
      hint: `set it with: ossnotify config set ${key} VALUE`,
    });
  }
  const { value, origin } = setting;
  await printResult(context, output, {
    value: { [key]: showOrigin ? { value, origin } : value },
    text: () => (showOrigin ? `${value}\t${origin}\n` : `${value}\n`),
  });
  return 0;
}
