import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { checkSecret, encodeToken, type SecretInput, secretManifest, secretYaml } from '../domain/token.ts';
import { UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { addCredentialOptions, type CredentialOptions, lastingCredentials } from './lasting-credentials.ts';
import { tokenUrl } from './mns-endpoint.ts';
import { type OutputFormat, outputOption } from './output-format.ts';
import { asUsageError } from './problem-error.ts';
import { requireOss } from './provider-in-force.ts';
import * as tokenInspect from './token-inspect.ts';

interface TokenOptions extends CredentialOptions {
  readonly url?: string | undefined;
  readonly anyUrl?: true | undefined;
  readonly secret?: true | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly key: string;
  /** Which of the options were given that only a Secret has. */
  readonly ofSecret: readonly string[];
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  const command = parent
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
    .addOption(outputOption())
    .action((flags, command) => act(run, { ...flags, ofSecret: givenOf(command) }));
  addCredentialOptions(command);
  tokenInspect.register(command, act);
}

/** Options that only a Secret has, as they were given. */
function givenOf(command: CommandUnknownOpts): string[] {
  const names = ['name', 'namespace', 'key'];
  return names.filter((name) => command.getOptionValueSource(name) === 'cli').map((name) => `--${name}`);
}

export async function run(options: TokenOptions, context: Context): Promise<ExitStatus> {
  const { name, namespace, key, secret, output } = options;
  await requireOss(context);
  const [stray] = options.secret ? [] : options.ofSecret;
  if (stray !== undefined) {
    throw new UsageError(
      'needs-secret',
      `${stray} is for a Secret, and the token alone is asked for`,
      `add --secret, or leave out ${stray}`,
    );
  }
  const [problem] = secret ? checkSecret({ name, namespace, key }) : [];
  if (problem) throw asUsageError(problem);
  const url = await tokenUrl(options, context);
  const { accessKeyId, accessKeySecret } = await lastingCredentials(options, context);
  const token = encodeToken({ url, accessKeyId, accessKeySecret });
  const input = { name, namespace, key, token };
  await context.print(secret ? secretText(input, output) : tokenText(token, output));
  return 0;
}

function tokenText(token: string, output: OutputFormat): string {
  if (output === 'json') return `${JSON.stringify({ token })}\n`;
  return output === 'yaml' ? `token: ${token}\n` : `${token}\n`;
}

/** A manifest has no table: it is YAML, which kubectl reads as well as JSON. */
function secretText(input: SecretInput, output: OutputFormat): string {
  return output === 'json' ? `${JSON.stringify(secretManifest(input), undefined, 2)}\n` : secretYaml(input);
}
