import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { isEmptyPlan } from '../domain/plan.ts';
import type { PlanStep } from '../domain/plan-order.ts';
import { Failure, interruption } from '../errors.ts';
import type { OverallReport, PlacedStep } from '../use-cases/apply-plans.ts';
import type { ApplyPorts } from '../use-cases/apply-rules.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';
import { confirm, confirmTaking } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { queueEndpoint, sixteenDigits } from './creation-ports.ts';
import { repeated } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { planText } from './plan-text.ts';
import { planValue } from './plan-value.ts';
import { servicesAt } from './rule-place.ts';
import { planFiles, requireNoConflict } from './rule-plan.ts';

interface RuleApplyOptions {
  readonly file: readonly string[];
  readonly prune?: true | undefined;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('apply')
    .description('make the live rules those of a file; rules that it does not name are left alone')
    .requiredOption('-f, --file <file>', 'a rule file, - for stdin (repeatable)', repeated)
    .option('--prune', "delete rules that the file does not name, from the file's buckets")
    .option('--yes', 'do not ask before rules are replaced or deleted')
    .option('--dry-run', 'print the plan, and change nothing')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run(options: RuleApplyOptions, context: Context): Promise<ExitStatus> {
  const plans = await planFiles(options.file, options.prune === true, context);
  // The plan's text names its warnings, too; the other formats come at the end.
  if (options.output === 'table') await context.print(planText(plans, context.colors('stdout')));
  else for (const warning of warningsOf(plans)) context.tell(`warning: ${warning}`);
  requireNoConflict(plans);
  if (options.dryRun) return report(plans, NOTHING_DONE, options, context);
  await ask(plans, options, context);
  const { applyPlans } = await import('../use-cases/apply-plans.ts');
  const outcome = await applyPlans(plans, (planned) => portsFor(planned, context), context.signal);
  return report(plans, outcome, options, context);
}

const NOTHING_DONE: OverallReport = { done: [], notDone: [], gaps: [], interference: [] };

function warningsOf(plans: readonly ScopePlan[]): string[] {
  return plans
    .flatMap(({ plan }) => plan.conflicts)
    .filter(({ level }) => level === 'warning')
    .map(({ message }) => message);
}

/** What deletes or replaces asks; what is new needs no answer. */
async function ask(plans: readonly ScopePlan[], { yes }: RuleApplyOptions, context: Context): Promise<void> {
  const changes = plans.flatMap(({ plan }) => plan.changes);
  const named = (kind: 'replace' | 'delete') =>
    changes.flatMap((change) => (change.kind === kind && 'live' in change ? [change.live.name] : []));
  const taken = changes.flatMap((change) => (change.kind === 'create' && change.takes ? [change.takes] : []));
  const parts = [
    ...(named('replace').length > 0 ? [`replace ${named('replace').join(', ')}`] : []),
    ...(named('delete').length > 0 ? [`delete ${named('delete').join(', ')}`] : []),
    ...taken.map(({ name, bucket }) => `take rule ${name} away from bucket ${bucket}`),
  ];
  if (parts.length === 0) return;
  const text = parts.join(' and ');
  const question = `${text[0]?.toUpperCase()}${text.slice(1)}?`;
  await (taken.length > 0 ? confirmTaking : confirm)(question, yes === true, context);
}

async function portsFor(planned: ScopePlan, context: Context): Promise<ApplyPorts> {
  const services = servicesAt(planned.scope, context);
  const withTopics = planned.scope.provider === 'oss' && !isEmptyPlan(planned.plan);
  return {
    rules: await services.rules(planned.scope.bucket),
    ...(withTopics && { mns: await services.mns() }),
    queueEndpoint: withTopics ? await queueEndpoint(regionOf(planned, context)) : (queue) => queue,
    digits: () => sixteenDigits(context.system.random),
    onStep: (step, place, count) => tellStep(step, `${place}/${count}`, context),
    signal: context.signal,
  };
}

function regionOf({ scope: { region } }: ScopePlan, { settings }: Context): Context['settings'] {
  if (region === undefined) return settings;
  return { ...settings, require: async (key) => (key === 'region' ? region : settings.require(key)) };
}

/** Progress, where somebody watches. */
function tellStep(step: PlanStep, place: string, { system, tell }: Context): void {
  if (system.stderr.isTTY) tell(`[${place}] ${describeStep(step)}`);
}

function describeStep(step: PlanStep): string {
  return `${step.kind} ${nameOf(step)}`;
}

function nameOf({ change }: PlanStep): string {
  return 'rule' in change ? change.rule.name : change.live.name;
}

async function report(
  plans: readonly ScopePlan[],
  outcome: OverallReport,
  options: RuleApplyOptions,
  context: Context,
): Promise<ExitStatus> {
  const { failure } = outcome;
  const describe = ({ scope, step }: PlacedStep) =>
    plans.length > 1
      ? `${describeStep(step)} (${scope.bucket ?? scope.region ?? scope.provider})`
      : describeStep(step);
  const [done, notDone] = [outcome.done.map(describe), outcome.notDone.map(describe)];
  if (options.output !== 'table') {
    const applied = !options.dryRun && failure === undefined;
    const value = { scopes: planValue(plans), applied, done, notDone };
    await printResult(context, options.output, { value, text: () => '' });
  }
  for (const note of outcome.interference) context.tell(`warning: ${note}`);
  if (failure !== undefined) throw halfWay(outcome, { done, notDone }, options, context);
  if (options.dryRun) context.tell('nothing was changed: this was a dry run');
  else context.tell(done.length === 0 ? 'nothing to do' : `applied: ${done.join(', ')}`);
  return 0;
}

/** The service's own words first, then what was done and what was not. */
function halfWay(
  { failure, gaps }: OverallReport,
  { done, notDone }: { readonly done: readonly string[]; readonly notDone: readonly string[] },
  options: RuleApplyOptions,
  { signal, tell }: Context,
): unknown {
  const progress = `done: ${done.join(', ') || 'nothing'}; not done: ${notDone.join(', ') || 'nothing'}`;
  const cause = signal.aborted ? asInterruption(failure, signal) : failure;
  if (!(cause instanceof Failure)) {
    tell(progress);
    return failure;
  }
  if (notDone.length === 0) return cause;
  const names = gaps.map(({ step }) => nameOf(step)).join(', ');
  const gap = `; ${names} ${gaps.length === 1 ? 'stands' : 'stand'} deleted and not made anew yet`;
  const again = `running this again does what is left: ${commandOf(options)}`;
  const text = cause.message.replace(/; nothing was written$/, done.length > 0 ? '' : '$&');
  return new Failure(cause.kind, cause.code, `${text} - ${progress}${gaps.length > 0 ? gap : ''}`, {
    hint: cause.hint === undefined ? again : `${cause.hint}; ${again}`,
    ...(cause.requestId !== undefined && { requestId: cause.requestId }),
    cause,
  });
}

/** What breaks off because the program has to end says nothing of its own. */
function asInterruption(failure: unknown, signal: AbortSignal): Failure {
  const { kind, code } = interruption(signal);
  const isOwn = failure instanceof Failure && failure.kind !== kind;
  return new Failure(kind, code, isOwn ? `${kind}; ${failure.message}` : kind, { cause: failure });
}

function commandOf({ file, prune, yes }: RuleApplyOptions): string {
  const files = file.map(
    (path) => `-f ${/^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`}`,
  );
  return ['ossnotify rule apply', ...files, ...(prune ? ['--prune'] : []), ...(yes ? ['--yes'] : [])].join(
    ' ',
  );
}
