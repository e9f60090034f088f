import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { LiveRule } from '../clients/rules.ts';
import type { Provider } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { eventsInWords, ruleView, targetOf } from './rule-view.ts';

interface RuleListOptions {
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('list')
    .description('the rules of the region')
    .option('--bucket <bucket>', 'only those of this bucket (KS3: needed, since rules live in the bucket)')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ bucket, output }: RuleListOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const rules = await context.services.rules(bucket);
  const found = (await rules.list()).filter((rule) => bucket === undefined || rule.bucket === bucket);
  await printResult(context, output, {
    value: found.map((rule) => ruleView(rule, provider)),
    text: () => listText(found, provider),
  });
  if (found.length === 0) context.tell(bucket ? `no rules on bucket ${bucket}` : 'no rules in this region');
  return 0;
}

async function listText(rules: readonly LiveRule[], provider: Provider): Promise<string> {
  if (rules.length === 0) return '';
  const { formatTable } = await import('./table.ts');
  return formatTable(
    ['NAME', 'BUCKET', 'EVENTS', 'MATCH', 'TO'],
    rules.map((rule) => rowOf(rule, provider)),
  );
}

function rowOf(rule: LiveRule, provider: Provider): string[] {
  const match = rule.resources.map(formatResource).join(' ');
  return [rule.name, rule.bucket, eventsInWords(rule.events, provider).join(' '), match, targetOf(rule)];
}
