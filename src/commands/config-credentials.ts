import { resolve } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import type { System } from '../system.ts';
import { profileToChange } from './config-keys.ts';
import type { Act, Context, ExitStatus } from './context.ts';

interface ConfigCredentialsOptions {
  readonly accessKeyId: string;
  readonly accessKeySecretFile?: string | undefined;
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
  const profile = await profileToChange(context);
  const secret = (await readSecret(options, context.system)).trim();
  if (!/^\S+$/.test(secret)) {
    throw new UsageError(
      'bad-secret',
      'no secret was read: one line without blanks is expected',
      'pipe it in, or pass --access-key-secret-file FILE',
    );
  }
  await context.profiles.set(profile, 'accessKeyId', options.accessKeyId);
  await context.profiles.set(profile, 'accessKeySecret', secret);
  if (!(await context.profiles.inUse())) await context.profiles.use(profile);
  context.tell(`profile ${profile} now holds access key ${options.accessKeyId}`);
  return 0;
}

async function readSecret(
  { accessKeySecretFile }: ConfigCredentialsOptions,
  system: System,
): Promise<string> {
  if (accessKeySecretFile === undefined) return readSecretFromStdin(system);
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(resolve(system.cwd, accessKeySecretFile), 'utf8');
  } catch (error) {
    throw new UsageError(
      'unreadable-file',
      `cannot read ${accessKeySecretFile}: ${Object(error).code}`,
      'name a file that holds the secret and nothing else',
    );
  }
}

/** A terminal would show the secret as it is typed; it has to be piped in. */
async function readSecretFromStdin({ stdin }: System): Promise<string> {
  if (!stdin.isTTY) return (await import('node:stream/consumers')).text(stdin);
  throw new UsageError(
    'secret-on-terminal',
    'the secret is read from stdin, which is a terminal that would show it',
    'pipe it in: pass show aliyun | ossnotify config credentials --access-key-id ID',
  );
}
