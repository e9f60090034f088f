import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import { profileToChange } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { readAccessKeySecret, type SecretInputOptions } from './secret-input.ts';

interface ConfigCredentialsOptions extends SecretInputOptions {
  readonly accessKeyId: string;
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
    .action((flags) => act(run, flags));
}

export async function run(options: ConfigCredentialsOptions, context: Context): Promise<ExitStatus> {
  if (!/^\S+$/.test(options.accessKeyId)) throw badKeyId(options.accessKeyId);
  const profile = await profileToChange(context);
  const secret = await readAccessKeySecret(options, context.system);
  await context.profiles.set(profile, 'accessKeyId', options.accessKeyId);
  await context.profiles.set(profile, 'accessKeySecret', secret);
  if (!(await context.profiles.inUse())) await context.profiles.use(profile);
  context.tell(`profile ${profile} now holds access key ${options.accessKeyId}`);
  return 0;
}

function badKeyId(text: string): UsageError {
  return new UsageError(
    'bad-key-id',
    `${JSON.stringify(text)} is no AccessKey ID`,
    'copy it from the RAM console',
  );
}
