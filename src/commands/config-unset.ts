import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { profileToChange, readSettingKey } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigUnsetOptions {
  readonly key: string;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('unset')
    .description('take a setting out of a profile')
    .argument('<key>', 'region, account, endpoint, provider, network, output, topic or tail.OPTION')
    .action((key) => act(run, { key }));
}

export async function run({ key }: ConfigUnsetOptions, context: Context): Promise<ExitStatus> {
  const setting = readSettingKey(key);
  const profile = await profileToChange(context);
  await context.profiles.unset(profile, setting);
  context.tell(`profile ${profile}: ${key} unset`);
  return 0;
}
