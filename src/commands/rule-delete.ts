import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EXIT_CODES } from '../errors.ts';
import type { RuleDeletion } from '../use-cases/delete-rules.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';

interface RuleDeleteOptions {
  readonly names: readonly string[];
  readonly bucket?: string | undefined;
  readonly cascade?: true | undefined;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('delete')
    .description('delete rules by name')
    .argument('<name...>', 'names of the rules')
    .option('--bucket <bucket>', 'their bucket, where rules live in the bucket (KS3)')
    .option('--cascade', 'also remove the topic and the subscriptions that belong to the rule alone')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what would be deleted, and change nothing')
    .addOption(outputOption())
    .action((names, flags) => act(run, { names, ...flags }));
}

export async function run(options: RuleDeleteOptions, context: Context): Promise<ExitStatus> {
  await requireOss(context);
  const deletions = options.dryRun ? await foresee(options, context) : await carryOut(options, context);
  await printResult(context, options.output, {
    value: { deletions, applied: !options.dryRun },
    text: () =>
      deletions
        .filter(isDeleted)
        .map((deletion) => lineOf(deletion, options.dryRun === true))
        .join(''),
  });
  const missing = deletions.filter((deletion) => !isDeleted(deletion));
  for (const { name } of missing) context.tell(`there is no rule ${name}`);
  return missing.length > 0 ? EXIT_CODES['not-found'] : 0;
}

async function foresee({ names }: RuleDeleteOptions, { services }: Context): Promise<RuleDeletion[]> {
  const live = new Set((await (await services.rules()).list()).map(({ name }) => name));
  return names.map((name) => ({ name, outcome: live.has(name) ? 'deleted' : 'missing', removed: [] }));
}

async function carryOut(options: RuleDeleteOptions, context: Context): Promise<RuleDeletion[]> {
  const { names, cascade } = options;
  await confirm(
    `Delete ${names.join(', ')}${cascade ? ' with topic and subscriptions' : ''}?`,
    options.yes === true,
    context,
  );
  const { deleteRules } = await import('../use-cases/delete-rules.ts');
  const ports = {
    rules: await context.services.rules(),
    ...(cascade && { mns: await context.services.mns() }),
  };
  return deleteRules(names, ports);
}

function isDeleted({ outcome }: RuleDeletion): boolean {
  return outcome === 'deleted';
}

function lineOf({ name, removed }: RuleDeletion, isDryRun: boolean): string {
  const what = [`rule:${name}`, ...removed].join(' ');
  return `${isDryRun ? 'would delete' : 'deleted'} ${what}\n`;
}
