import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { System } from '../system.ts';

/** The two ways for a secret to come in: never as an argument, which every process of the machine can read. */
export interface SecretInputOptions {
  readonly accessKeySecretFile?: string | undefined;
  readonly accessKeySecretStdin?: true | undefined;
}

/** The access key's secret, from the file if one is named, else from stdin. */
export async function readAccessKeySecret(options: SecretInputOptions, system: System): Promise<string> {
  const secret = (await readText(options, system)).trim();
  if (/^\S+$/.test(secret)) return secret;
  throw new UsageError(
    'bad-secret',
    'no secret was read: one line without blanks is expected',
    'pipe it in, or pass --access-key-secret-file FILE',
  );
}

async function readText({ accessKeySecretFile }: SecretInputOptions, system: System): Promise<string> {
  if (accessKeySecretFile === undefined) return readFromStdin(system);
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
async function readFromStdin({ stdin }: System): Promise<string> {
  if (!stdin.isTTY) return (await import('node:stream/consumers')).text(stdin);
  throw new UsageError(
    'secret-on-terminal',
    'the secret is read from stdin, which is a terminal that would show it',
    'pipe it in: pass show aliyun | ossnotify ... --access-key-id ID --access-key-secret-stdin',
  );
}
