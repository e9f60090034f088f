import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Profile } from '../clients/profiles.ts';
import { UsageError } from '../errors.ts';
import { profileToChange } from './config-keys.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { readAccessKeySecret, type SecretInputOptions } from './secret-input.ts';

interface ConfigCredentialsOptions extends SecretInputOptions {
  readonly accessKeyId: string;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('credentials')
    .description(
      'store an access key in a profile; the secret comes from stdin or a file, never from the command line',
    )
    .requiredOption('--access-key-id <id>', 'the AccessKey ID')
    .option('--access-key-secret-file <file>', 'read the secret from this file')
    .option('--access-key-secret-stdin', 'read the secret from stdin (the default)')
    .option('--yes', 'do not ask before an access key is overwritten')
    .option('--dry-run', 'print what would be stored, and change nothing')
    .action((flags) => act(run, flags));
}

export async function run(options: ConfigCredentialsOptions, context: Context): Promise<ExitStatus> {
  if (!/^\S+$/.test(options.accessKeyId)) throw badKeyId(options.accessKeyId);
  const profile = await profileToChange(context);
  const secret = await readAccessKeySecret(options, context.system);
  const { accessKeyId } = options;
  const before = await context.profiles.read(profile);
  const isOther = before?.accessKeyId !== accessKeyId || before.accessKeySecret !== secret;
  const overwritten =
    before?.accessKeySecret !== undefined && (isOther || before.securityToken !== undefined);
  const instead = overwritten ? `, in place of ${before.accessKeyId ?? 'half a key'}` : '';
  if (options.dryRun) {
    await context.print(`would store access key ${accessKeyId} in profile ${profile}${instead}\n`);
    return 0;
  }
  if (overwritten) await confirm(questionOf(profile, before, accessKeyId), options.yes === true, context);
  // A token belongs to the key that it came with.
  const keys = { accessKeyId, accessKeySecret: secret, securityToken: undefined };
  await context.profiles.update(profile, keys);
  if (!(await context.profiles.inUse())) await context.profiles.use(profile);
  context.tell(`profile ${profile} now holds access key ${accessKeyId}${instead}`);
  return 0;
}

function questionOf(profile: string, { accessKeyId = 'half a key' }: Profile, next: string): string {
  return accessKeyId === next
    ? `Profile ${profile} holds access key ${next} with another secret or a token. Overwrite it?`
    : `Profile ${profile} holds access key ${accessKeyId}. Overwrite it with ${next}?`;
}

function badKeyId(text: string): UsageError {
  return new UsageError(
    'bad-key-id',
    `${JSON.stringify(text)} is no AccessKey ID`,
    'copy it from the RAM console',
  );
}
