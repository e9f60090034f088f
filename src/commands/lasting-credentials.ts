import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Credentials } from '../clients/credentials.ts';
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';
import { readAccessKeySecret, type SecretInputOptions } from './secret-input.ts';

export interface CredentialOptions extends SecretInputOptions {
  readonly accessKeyId?: string | undefined;
}

export function addCredentialOptions<Declared extends CommandUnknownOpts>(command: Declared): Declared {
  command
    .option('--access-key-id <id>', 'the AccessKey ID; default: the credentials in force')
    .option('--access-key-secret-file <file>', 'with --access-key-id: read its secret from this file')
    .option('--access-key-secret-stdin', 'with --access-key-id: read its secret from stdin (the default)');
  return command;
}

/** A key pair that does not expire, from the options or from the chain. What reads it knows two members and no third. */
export async function lastingCredentials(options: CredentialOptions, context: Context): Promise<Credentials> {
  const credentials = (await givenCredentials(options, context)) ?? (await context.services.credentials());
  refuseBlanks(credentials);
  // Temporary ids begin so; without its security token such a key is refused at once.
  if (credentials.securityToken === undefined && !credentials.accessKeyId.startsWith('STS.'))
    return credentials;
  throw new UsageError(
    'temporary-credentials',
    'the credentials are temporary (STS): there is no place for their security token, and they expire',
    'use the AccessKey pair of a RAM user, through the environment or: ossnotify config credentials',
  );
}

/** They come along from files and commands, and whatever reads the key then is refused. */
function refuseBlanks({ accessKeyId, accessKeySecret }: Credentials): void {
  const parts = [
    ['the AccessKey ID', accessKeyId],
    ['the AccessKey secret', accessKeySecret],
  ] as const;
  const bad = parts.find(([, value]) => !/^\S+$/.test(value));
  if (bad === undefined) return;
  throw new UsageError(
    'blank-in-credentials',
    `${bad[0]} holds blanks or line breaks, or is empty`,
    'did a line feed come along from a file? write it without one',
  );
}

async function givenCredentials(
  options: CredentialOptions,
  { system }: Context,
): Promise<Credentials | undefined> {
  const { accessKeyId, accessKeySecretFile, accessKeySecretStdin } = options;
  if (accessKeyId === undefined) {
    if (accessKeySecretFile === undefined && !accessKeySecretStdin) return undefined;
    throw new UsageError(
      'half-a-key',
      'a secret was given without the AccessKey ID that it belongs to',
      'add --access-key-id ID',
    );
  }
  if (/^[\w.@-]+$/.test(accessKeyId)) {
    return { accessKeyId, accessKeySecret: await readAccessKeySecret(options, system) };
  }
  throw new UsageError(
    'bad-access-key-id',
    'the AccessKey ID holds blanks or is empty',
    'was a variable unset?',
  );
}
