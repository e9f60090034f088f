import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { checked } from '../clients/settings.ts';
import { UsageError } from '../errors.ts';
import { profileToChange, readSettingKey } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigSetOptions {
  readonly key: string;
  readonly value: string;
  readonly dryRun?: true | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('set')
    .description('store a setting in a profile (that of --profile, else the one in use, else default)')
    .argument('<key>', 'region, account, endpoint, provider, network, output, topic or tail.OPTION')
    .argument('<value>', 'its value')
    .option('--dry-run', 'print what would be stored, and change nothing')
    .action((key, value, flags) => act(run, { key, value, ...flags }));
}

const CHOICES: Record<string, readonly string[]> = {
  provider: ['oss', 'ks3'],
  network: ['public', 'internal', 'vpc'],
  output: ['table', 'json', 'yaml'],
};

export async function run({ key, value, dryRun }: ConfigSetOptions, context: Context): Promise<ExitStatus> {
  const setting = readSettingKey(key);
  const choices = CHOICES[setting];
  if (choices && !choices.includes(value)) {
    throw new UsageError('bad-setting', `${value} is no ${key}`, `choose one of: ${choices.join(', ')}`);
  }
  checked(setting, { value, origin: 'the command line' });
  const profile = await profileToChange(context);
  const before = (await context.profiles.read(profile))?.[setting];
  const was = before === undefined || before === value ? '' : ` (was ${before})`;
  const what = `profile ${profile}: ${key} = ${value}${was}`;
  if (dryRun) {
    await context.print(`would store ${what}\n`);
    return 0;
  }
  await context.profiles.update(profile, { [setting]: value });
  if (!(await context.profiles.inUse())) await context.profiles.use(profile);
  context.tell(what);
  return 0;
}
