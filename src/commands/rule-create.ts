import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { ChangeOutcome, LiveRule } from '../clients/rules.ts';
import { type DesiredRule, FORMATS, RETRIES } from '../domain/desired-rule.ts';
import { formatDestination } from '../domain/destination.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import { findOverlaps } from '../domain/overlap.ts';
import { findingsOf } from '../domain/overlap-finding.ts';
import { privateCallbacks } from '../domain/private-address.ts';
import type { Provider } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import { type CreationPlan, type CreationRequest, planCreation } from '../domain/rule-creation.ts';
import { UsageError } from '../errors.ts';
import { uncheckedText } from '../use-cases/unchecked-write.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { creationPorts, sixteenDigits } from './creation-ports.ts';
import { creationText, creationValue, refusalOf } from './creation-text.ts';
import { duration, listed, repeated } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { probeFor } from './probe-ports.ts';
import { providerInForce } from './provider-in-force.ts';
import { type RuleArguments, readRule } from './rule-arguments.ts';
import { askToOverwrite, findElsewhere, listWired } from './rule-namesakes.ts';
import { isLocalEndpoint, warnOfRegion } from './rule-place.ts';
import { ruleView } from './rule-view.ts';
import { WAIT_LIMIT_MS, waitUntilActive } from './wait-until-active.ts';

export interface RuleCreateOptions extends RuleArguments {
  readonly ifExists: 'error' | 'skip';
  readonly force?: true | undefined;
  readonly strict?: true | undefined;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly wait?: true | undefined;
  readonly timeout: number;
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
    .addOption(new Option('--format <format>', 'what subscribers of --to get').choices(FORMATS))
    .addOption(new Option('--retry <strategy>', 'how deliveries to --to are tried again').choices(RETRIES))
    .addOption(new Option('--method <verb>', 'KS3: how URLs are called').choices(['POST', 'PUT']))
    .option('--report <bucket>', 'KS3: BUCKET[/PREFIX] where failed deliveries are listed once a day')
    .addOption(
      new Option('--if-exists <what>', 'when this very rule exists')
        .choices(['error', 'skip'])
        .default('error' as const),
    )
    .option('--force', 'leave the judgement of overlaps and limits to the service')
    .option('--strict', 'refuse what is only suspicious, too')
    .option('--yes', 'do not ask before a rule is overwritten (KS3)')
    .option('--wait', 'put a probe object until the rule is active, and remove it')
    .option('--timeout <duration>', 'how long --wait waits (default 12m)', duration, WAIT_LIMIT_MS)
    .option('--dry-run', 'print what would be done, and change nothing')
    .addOption(outputOption())
    .action((name, flags) => act(run, { name, ...flags }));
}

export async function run(options: RuleCreateOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const request: CreationRequest = {
    rule: readRule(options, provider),
    force: options.force === true,
    strict: options.strict === true,
    digits: sixteenDigits(context.system.random),
  };
  refuseOverlapWithin(request, provider);
  if (options.wait) requireObservable(request.rule, context);
  if (provider.name === 'ks3') await warnOfRegion(context);
  await warnOfPrivateCallbacks(request.rule, provider, context);
  const rules = await context.services.rules(options.bucket);
  const live = await listWired(options.name, rules, provider, context);
  const elsewhere = await findElsewhere(options.name, live, rules, context);
  const plan = planCreation({ ...request, elsewhere }, live, provider);
  if (plan.kind === 'exists' && options.ifExists === 'skip') {
    await printExisting(live, options, provider, context);
    return options.wait ? waitUntilActive(request.rule, options.timeout, provider, context) : 0;
  }
  if (plan.kind !== 'create') throw refusalOf(plan, request.rule, provider);
  for (const { message } of findingsOf(plan.suspicions, provider)) context.tell(`warning: ${message}`);
  if (options.dryRun) await foresee(plan, context);
  const written = options.dryRun ? undefined : await apply(plan, options, context);
  await printResult(context, options.output, {
    value: {
      rule: ruleValue(request.rule),
      ...creationValue(plan),
      ...(plan.overwrites && {
        overwrites: { rule: plan.overwrites.name, bucket: plan.overwrites.bucket },
      }),
      applied: !options.dryRun,
    },
    text: () => creationText(plan, request.rule, options.dryRun === true),
  });
  if (options.dryRun) return 0;
  if (written?.unchecked !== undefined) context.tell(`warning: ${uncheckedText(written.unchecked)}`);
  const deed = plan.overwrites ? 'overwritten' : 'created';
  context.tell(`rule ${options.name} ${deed}; it takes effect within ${provider.activationMinutes} minutes`);
  return options.wait ? waitUntilActive(request.rule, options.timeout, provider, context) : 0;
}

async function warnOfPrivateCallbacks(
  rule: DesiredRule,
  provider: Provider,
  { settings, tell }: Context,
): Promise<void> {
  const isLocal = await isLocalEndpoint(settings);
  for (const message of privateCallbacks(rule, provider, isLocal)) tell(`warning: ${message}`);
}

/** Told before anything is asked for, as an overlap with another rule is told. */
function refuseOverlapWithin({ rule, force, strict }: CreationRequest, provider: Provider): void {
  const overlaps = findOverlaps([rule], provider).filter(({ level }) => level === 'error' || strict);
  if (overlaps.length > 0 && !force) throw refusalOf({ kind: 'overlap', overlaps }, rule, provider);
}

/** Before anything is made: a rule that no probe can fire is never seen to be active. @throws {UsageError} */
function requireObservable(rule: DesiredRule, context: Context): void {
  const probe = probeFor(rule, context);
  if (probe.kind !== 'impossible') return;
  throw new UsageError(
    'cannot-probe',
    `--wait cannot be done: ${probe.reason}`,
    'nothing was created; leave out --wait',
  );
}

/** The same on stdout as when it was made, for scripts that only want it to be there. */
async function printExisting(
  live: readonly LiveRule[],
  options: RuleCreateOptions,
  provider: Provider,
  context: Context,
): Promise<void> {
  const rule = live.find(({ name }) => name === options.name);
  if (rule === undefined) return;
  await printResult(context, options.output, {
    value: { rule: ruleView(rule, provider), applied: false },
    text: () => `${rule.topic ?? rule.endpoint?.value ?? rule.name}\n`,
  });
  context.tell(`rule ${options.name} exists already, unchanged`);
}

/** What the real run would refuse, a dry run refuses too. */
async function foresee({ steps }: Creation, { services }: Context): Promise<void> {
  const { queuesOf, requireQueues } = await import('../use-cases/create-rule.ts');
  if (queuesOf(steps).length > 0) await requireQueues(steps, await services.mns());
}

async function apply(
  plan: Creation,
  options: RuleCreateOptions,
  context: Context,
): Promise<ChangeOutcome | undefined> {
  const { overwrites } = plan;
  if (overwrites) await askToOverwrite(overwrites, options.bucket, options.yes === true, context);
  const { createRule } = await import('../use-cases/create-rule.ts');
  const ports = await creationPorts(context.services, context.settings, options.bucket, plan.steps);
  return createRule(plan.steps, { ...ports, ...(overwrites && { overwrites }) });
}

type Creation = Extract<CreationPlan, { kind: 'create' }>;

/** With its descriptions in the star notation, as everywhere. */
function ruleValue({ resources, destinations, ...rule }: DesiredRule) {
  return {
    ...rule,
    match: resources.map(formatResource),
    to: destinations.map((to) => maskedUrl(formatDestination(to))),
  };
}
