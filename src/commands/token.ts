import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Credentials } from '../clients/credentials.ts';
import {
  checkMnsUrl,
  checkSecret,
  encodeToken,
  mnsUrl,
  secretManifest,
  secretYaml,
} from '../domain/token.ts';
import { UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { asUsageError } from './rule-arguments.ts';

interface TokenOptions {
  readonly url?: string | undefined;
  readonly anyUrl?: true | undefined;
  readonly secret?: true | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly key: string;
  readonly output?: 'yaml' | 'json' | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('token')
    .description(
      'the Base64 MNS token of {url, accessKeyId, accessKeySecret}, or the Kubernetes Secret that holds it',
    )
    .option('--url <url>', 'MNS endpoint; default: built from --account and --region')
    .option('--any-url', "do not check the URL's form")
    .option('--secret', 'print a Secret, ready for kubectl apply -f -')
    .option('--name <name>', 'name of the Secret', 'mnsoss-secret')
    .option('-n, --namespace <namespace>', 'namespace of the Secret')
    .option('--key <key>', 'key of the token within the Secret', 'mns')
    .addOption(
      new Option('-o, --output <format>', 'form of the Secret (default: yaml)').choices(['yaml', 'json']),
    )
    .action((flags) => act(run, flags));
}

export async function run(options: TokenOptions, context: Context): Promise<ExitStatus> {
  const { name, namespace, key, secret, output } = options;
  const [problem] = secret ? checkSecret({ name, namespace, key }) : [];
  if (problem) throw asUsageError(problem);
  const url = await urlOf(options, context);
  const { accessKeyId, accessKeySecret } = await lastingCredentials(context);
  const token = encodeToken({ url, accessKeyId, accessKeySecret });
  const input = { name, namespace, key, token };
  if (!secret) await context.print(output === 'json' ? `${JSON.stringify({ token })}\n` : `${token}\n`);
  else await context.print(output === 'json' ? jsonText(secretManifest(input)) : secretYaml(input));
  return 0;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function urlOf({ url, anyUrl }: TokenOptions, { settings }: Context): Promise<string> {
  const found = url ?? (await defaultUrl(settings));
  const problem = anyUrl ? undefined : checkMnsUrl(found);
  if (problem) throw asUsageError(problem);
  return found;
}

/** The service's own host, whatever `--endpoint` says: the token is for a cluster, not for this machine. */
async function defaultUrl(settings: Context['settings']): Promise<string> {
  const network = (await settings.get('network'))?.value;
  const which = network === 'internal' || network === 'vpc' ? network : 'public';
  return mnsUrl(await settings.require('account'), await settings.require('region'), which);
}

/** The controller reads two keys and knows no third: a token of temporary ones would stop working unannounced. */
async function lastingCredentials({ services }: Context): Promise<Credentials> {
  const credentials = await services.credentials();
  if (credentials.securityToken === undefined) return credentials;
  throw new UsageError(
    'temporary-credentials',
    'the credentials in force are temporary (STS): a token has no place for their security token, and they expire',
    'use the AccessKey pair of a RAM user, through the environment or: ossnotify config credentials',
  );
}
