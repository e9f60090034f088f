import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EMULATOR_PROFILE } from '../clients/profile-in-force.ts';
import { Failure } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigUseOptions {
  readonly profile: string;
  readonly dryRun?: true | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('use')
    .description('choose the profile that stands when none is named')
    .argument('<profile>', 'its name')
    .option('--dry-run', 'print what would be chosen, and change nothing')
    .action((profile, flags) => act(run, { profile, ...flags }));
}

export async function run({ profile, dryRun }: ConfigUseOptions, context: Context): Promise<ExitStatus> {
  const names = [EMULATOR_PROFILE, ...(await context.profiles.names())];
  if (!names.includes(profile)) {
    throw new Failure('not-found', 'unknown-profile', `there is no profile ${profile}`, {
      hint: `profiles: ${names.join(', ')}; make one with: ossnotify config set region cn-hangzhou --profile ${profile}`,
    });
  }
  const before = await context.profiles.inUse();
  const was = before === undefined || before === profile ? '' : ` (it was ${before})`;
  if (dryRun) {
    await context.print(`would use profile ${profile}${was}\n`);
    return 0;
  }
  await context.profiles.use(profile);
  context.tell(`profile ${profile} is now in use${was}`);
  return 0;
}
