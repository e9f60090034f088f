import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { isEmptyPlan } from '../domain/plan.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { repeated } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { planText } from './plan-text.ts';
import { planValue } from './plan-value.ts';
import { planFiles } from './rule-plan.ts';

interface RuleDiffOptions {
  readonly file: readonly string[];
  readonly prune?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('diff')
    .description('what apply would change: 0 when nothing, 3 when something')
    .requiredOption('-f, --file <file>', 'a rule file, - for stdin (repeatable)', repeated)
    .option('--prune', "as if rules that the file does not name were to be deleted from the file's buckets")
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run({ file, prune, output }: RuleDiffOptions, context: Context): Promise<ExitStatus> {
  const plans = await planFiles(file, prune === true, context);
  await printResult(context, output, {
    value: { scopes: planValue(plans) },
    text: () => planText(plans, context.colors('stdout')),
  });
  const isSame = plans.every(({ plan }) => isEmptyPlan(plan));
  context.tell(isSame ? 'no differences' : 'there are differences; ossnotify rule apply makes them so');
  return isSame ? 0 : EXIT_CODES.findings;
}
