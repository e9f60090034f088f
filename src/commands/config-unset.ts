import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { profileToChange, readSettingKey } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigUnsetOptions {
  readonly key: string;
  readonly dryRun?: true | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('unset')
    .description('take a setting out of a profile')
    .argument('<key>', 'region, account, endpoint, provider, network, output, topic or tail.OPTION')
    .option('--dry-run', 'print what would be taken out, and change nothing')
    .action((key, flags) => act(run, { key, ...flags }));
}

export async function run({ key, dryRun }: ConfigUnsetOptions, context: Context): Promise<ExitStatus> {
  const setting = readSettingKey(key);
  const profile = await profileToChange(context);
  const before = (await context.profiles.read(profile))?.[setting];
  if (before === undefined) {
    context.tell(`profile ${profile}: ${key} was not set`);
    return 0;
  }
  if (dryRun) {
    await context.print(`would unset profile ${profile}: ${key} (was ${before})\n`);
    return 0;
  }
  await context.profiles.update(profile, { [setting]: undefined });
  context.tell(`profile ${profile}: ${key} unset (was ${before})`);
  return 0;
}
