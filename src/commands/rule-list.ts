import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { LiveRule } from '../clients/rules.ts';
import { formatResource } from '../domain/resource.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';
import { ruleView, targetOf } from './rule-view.ts';

interface RuleListOptions {
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('list')
    .description('the rules of the region')
    .option('--bucket <bucket>', 'only those of this bucket')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ bucket, output }: RuleListOptions, context: Context): Promise<ExitStatus> {
  await requireOss(context);
  const rules = await context.services.rules();
  const found = (await rules.list()).filter((rule) => bucket === undefined || rule.bucket === bucket);
  await printResult(context, output, { value: found.map(ruleView), text: () => listText(found) });
  if (found.length === 0) context.tell(bucket ? `no rules on bucket ${bucket}` : 'no rules in this region');
  return 0;
}

async function listText(rules: readonly LiveRule[]): Promise<string> {
  if (rules.length === 0) return '';
  const { formatTable } = await import('./table.ts');
  return formatTable(['NAME', 'BUCKET', 'EVENTS', 'MATCH', 'TO'], rules.map(rowOf));
}

function rowOf(rule: LiveRule): string[] {
  const match = rule.resources.map(formatResource).join(' ');
  return [rule.name, rule.bucket, rule.events.join(' '), match, targetOf(rule)];
}
