import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { Failure } from '../errors.ts';
import type { RuleDeletion } from '../use-cases/delete-rules.ts';
import type { StayingTopic } from '../use-cases/rule-belongings.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { listHint } from './rule-get.ts';

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
    .option('--bucket <bucket>', 'only rules of this bucket (KS3: needed, since rules live in the bucket)')
    .option(
      '--cascade',
      "also remove the topic and the subscriptions that were made for the rule and are nobody else's",
    )
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what would be deleted, and change nothing')
    .addOption(outputOption())
    .action((names, flags) => act(run, { names, ...flags }));
}

export async function run(options: RuleDeleteOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  // The bucket is asked for before anybody has to answer a question.
  const rules = await context.services.rules(options.bucket);
  if (!options.dryRun) await ask(options, context);
  const { deleteRules } = await import('../use-cases/delete-rules.ts');
  const withTopics = options.cascade && provider.name === 'oss';
  const deletions = await deleteRules(options.names, {
    rules,
    ...(options.bucket !== undefined && { bucket: options.bucket }),
    ...(withTopics && { mns: await context.services.mns() }),
    ...(options.dryRun && { dryRun: true }),
  });
  await printResult(context, options.output, {
    value: { deletions: deletions.map(viewOf), applied: !options.dryRun },
    text: () =>
      deletions
        .filter(isDeleted)
        .map((deletion) => lineOf(deletion, options.dryRun === true))
        .join(''),
  });
  const unchecked = new Set(deletions.flatMap((deletion) => deletion.unchecked ?? []));
  for (const text of unchecked) context.tell(`warning: ${text}`);
  for (const { name, stays } of deletions) if (stays) context.tell(stayingText(name, stays));
  const failure = failureOf(deletions, listHint(provider, options.bucket));
  if (failure) throw failure;
  return 0;
}

/** Why the topic is not deleted, and the command that does it. */
function stayingText(rule: string, { topic, because, of }: StayingTopic): string {
  const [names, isOne] = [of.join(', '), of.length === 1];
  const reason = {
    'used-by-rules': isOne ? `rule ${names} publishes to it, too` : `rules ${names} publish to it, too`,
    'has-other-subscriptions': isOne
      ? `its subscription ${names} was not made for rule ${rule}`
      : `its subscriptions ${names} were not made for rule ${rule}`,
    'not-made-for-it': `it was not made for rule ${rule}`,
  }[because];
  const when = because === 'used-by-rules' ? 'after them, ' : '';
  return `topic ${topic} stays: ${reason}; ${when}this deletes it: ossnotify topic delete ${topic}`;
}

/** The first thing that went wrong, or else what was not there; both are said after what was done. */
function failureOf(deletions: readonly RuleDeletion[], hint: string): Failure | undefined {
  const failed = deletions.find(({ failure }) => failure);
  if (failed?.failure) return aboutRule(failed.name, failed.failure);
  const missing = deletions.filter(({ outcome }) => outcome === 'missing').map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return new Failure('not-found', 'rule-not-found', `there is no rule ${missing.join(', ')}`, {
    hint,
  });
}

function aboutRule(name: string, { kind, code, message, hint, requestId }: Failure): Failure {
  const details = { ...(hint && { hint }), ...(requestId && { requestId }) };
  return new Failure(kind, code, `rule ${name}: ${message}`, details);
}

function ask({ names, cascade, yes }: RuleDeleteOptions, context: Context): Promise<void> {
  const what = cascade ? ' with topic and subscriptions' : '';
  return confirm(`Delete ${[...new Set(names)].join(', ')}${what}?`, yes === true, context);
}

function viewOf({ failure, ...deletion }: RuleDeletion) {
  return failure ? { ...deletion, error: failure.message } : deletion;
}

function isDeleted({ outcome }: RuleDeletion): boolean {
  return outcome === 'deleted';
}

function lineOf({ name, removed }: RuleDeletion, isDryRun: boolean): string {
  const what = [`rule:${name}`, ...removed].join(' ');
  return `${isDryRun ? 'would delete' : 'deleted'} ${what}\n`;
}
