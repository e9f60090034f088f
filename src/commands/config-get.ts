import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { Failure } from '../errors.ts';
import { readSettingKey } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigGetOptions {
  readonly key: string;
  readonly showOrigin?: true | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('get')
    .description('one setting in force')
    .argument('<key>', 'region, account, endpoint, provider, network, output, topic or tail.OPTION')
    .option('--show-origin', 'say where it comes from')
    .action((key, flags) => act(run, { key, ...flags }));
}

export async function run({ key, showOrigin }: ConfigGetOptions, context: Context): Promise<ExitStatus> {
  const setting = await context.settings.get(readSettingKey(key));
  if (!setting) {
    throw new Failure('not-found', 'setting-not-set', `${key} is not set`, {
      hint: `set it with: ossnotify config set ${key} VALUE`,
    });
  }
  await context.print(showOrigin ? `${setting.value}\t${setting.origin}\n` : `${setting.value}\n`);
  return 0;
}
