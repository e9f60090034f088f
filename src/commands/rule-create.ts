import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { type CreationPlan, type CreationRequest, planCreation } from '../domain/rule-creation.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { creationText, refusalOf } from './creation-text.ts';
import { listed, repeated } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';
import { readDestinations, readRule } from './rule-arguments.ts';

export interface RuleCreateOptions {
  readonly name: string;
  readonly bucket: string;
  readonly event: readonly string[];
  readonly match?: readonly string[] | undefined;
  readonly prefix?: readonly string[] | undefined;
  readonly suffix?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
  readonly direct?: true | undefined;
  readonly ifExists: 'error' | 'skip';
  readonly force?: true | undefined;
  readonly strict?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('create')
    .description('create a rule, after checking it and its overlap with the rules that exist')
    .argument('<name>', 'name of the rule')
    .requiredOption('--bucket <bucket>', 'the bucket whose objects raise the events')
    .requiredOption('--event <type>', 'event type or wildcard, such as ObjectCreated:* (repeatable)', listed)
    .option(
      '--match <pattern>',
      '[PREFIX]*[SUFFIX], or an exact key (up to five; default: every key)',
      repeated,
    )
    .option('--prefix <prefix>', 'keys that begin so', repeated)
    .option('--suffix <suffix>', 'keys that end so', repeated)
    .option('--key <key>', 'one key, exactly', repeated)
    .option(
      '--to <dest>',
      'topic:NAME, queue:NAME or a URL (repeatable; default: a topic of its own)',
      listed,
    )
    .option('--direct', 'send straight to the one queue of --to, without a topic')
    .addOption(
      new Option('--if-exists <what>', 'when this very rule exists')
        .choices(['error', 'skip'])
        .default('error' as const),
    )
    .option('--force', 'leave the judgement of overlaps and limits to the service')
    .option('--strict', 'refuse what is only suspicious, too')
    .option('--dry-run', 'print what would be done, and change nothing')
    .addOption(outputOption())
    .action((name, flags) => act(run, { name, ...flags }));
}

export async function run(options: RuleCreateOptions, context: Context): Promise<ExitStatus> {
  const provider = await requireOss(context);
  const request: CreationRequest = {
    rule: readRule(options, provider),
    destinations: readDestinations(options),
    direct: options.direct === true,
    force: options.force === true,
    strict: options.strict === true,
    digits: sixteenDigits(context.system.random),
  };
  const rules = await context.services.rules();
  const plan = planCreation(request, await rules.list(), provider);
  if (plan.kind === 'exists' && options.ifExists === 'skip') return tellUnchanged(options, context);
  if (plan.kind !== 'create') throw refusalOf(plan, request.rule);
  if (!options.dryRun) await apply(plan, context);
  await printResult(context, options.output, {
    value: { rule: request.rule, endpoint: plan.endpoint, steps: plan.steps, applied: !options.dryRun },
    text: () => creationText(plan, options.dryRun === true),
  });
  if (!options.dryRun)
    context.tell(
      `rule ${options.name} created; it takes effect within ${provider.activationMinutes} minutes`,
    );
  return 0;
}

async function apply(
  plan: Extract<CreationPlan, { kind: 'create' }>,
  { services, settings }: Context,
): Promise<void> {
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  const { createRule } = await import('../use-cases/create-rule.ts');
  await createRule(plan.steps, {
    mns: await services.mns(),
    rules: await services.rules(),
    queueEndpoint: (queue) => `acs:mns:${region}:${account}:queues/${queue}`,
  });
}

function tellUnchanged({ name }: RuleCreateOptions, context: Context): ExitStatus {
  context.tell(`rule ${name} exists already, unchanged`);
  return 0;
}

function sixteenDigits(random: () => number): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 10)).join('');
}
