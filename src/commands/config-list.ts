import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { DEFAULT_KEYS, SETTING_KEYS, type Setting } from '../clients/settings.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';

interface ConfigListOptions {
  readonly showOrigin?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('list')
    .description('the settings in force')
    .option('--show-origin', 'say where each comes from')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ showOrigin, output }: ConfigListOptions, context: Context): Promise<ExitStatus> {
  const found = await settingsInForce(context);
  const value = showOrigin
    ? Object.fromEntries(found)
    : Object.fromEntries(found.map(([key, setting]) => [key, setting.value]));
  await printResult(context, output, { value, text: () => textOf(found, showOrigin === true) });
  return 0;
}

async function settingsInForce({ settings }: Context): Promise<[string, Setting][]> {
  const entries: [string, Setting | undefined][] = [['profile', await settings.profile()]];
  for (const key of [...SETTING_KEYS, ...DEFAULT_KEYS, ...(await settings.tailKeys())])
    entries.push([key, await settings.get(key)]);
  entries.push(['access key id', await settings.accessKey()]);
  return entries.flatMap(([key, setting]) => (setting ? [[key, setting] satisfies [string, Setting]] : []));
}

async function textOf(found: readonly [string, Setting][], showOrigin: boolean): Promise<string> {
  const { formatTable } = await import('./table.ts');
  if (!showOrigin)
    return formatTable(
      ['SETTING', 'VALUE'],
      found.map(([key, { value }]) => [key, value]),
    );
  return formatTable(
    ['SETTING', 'VALUE', 'ORIGIN'],
    found.map(([key, { value, origin }]) => [key, value, origin]),
  );
}
