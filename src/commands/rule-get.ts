import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { LiveRule, Rules } from '../clients/rules.ts';
import { toPrintable } from '../domain/printable.ts';
import type { Provider } from '../domain/providers/index.ts';
import { Failure } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { ruleView } from './rule-view.ts';

interface RuleGetOptions {
  readonly name: string;
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('get')
    .description('one rule, with its topic, subscriptions and resource descriptions')
    .argument('<name>', 'name of the rule')
    .option('--bucket <bucket>', 'its bucket (KS3: needed, since rules live in the bucket)')
    .addOption(outputOption())
    .action((name, flags) => act(run, { name, ...flags }));
}

export async function run({ name, bucket, output }: RuleGetOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const rule = await requireRule(await context.services.rules(bucket), name, provider, bucket);
  const value = ruleView(rule, provider);
  await printResult(context, output, { value, text: () => linesOf(value) });
  return 0;
}

/** @throws {Failure} `rule-not-found`, exit code 5. */
export async function requireRule(
  rules: Rules,
  name: string,
  provider: Provider,
  bucket?: string,
): Promise<LiveRule> {
  const rule = await rules.get(name);
  if (rule && (bucket === undefined || rule.bucket === bucket)) return rule;
  const where = bucket === undefined ? '' : ` on bucket ${bucket}`;
  throw new Failure('not-found', 'rule-not-found', `there is no rule ${name}${where}`, {
    hint: listHint(provider, bucket),
  });
}

/** Where to look for the rules that there are. */
export function listHint({ ruleScope }: Provider, bucket?: string): string {
  return ruleScope === 'bucket'
    ? `ossnotify rule list --provider ks3 --bucket ${bucket ?? 'BUCKET'} shows the rules of the bucket`
    : 'ossnotify rule list shows the rules of the region; another region needs --region';
}

function linesOf(view: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(view).map((key) => key.length)) + 2;
  const lines = Object.entries(view).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.map(
      (each, index) => `${(index === 0 ? `${key}:` : '').padEnd(width)}${toPrintable(String(each))}\n`,
    );
  });
  return lines.join('');
}
