import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { isEmptyPlan } from '../domain/plan.ts';
import type { PlanStep } from '../domain/plan-order.ts';
import { Failure } from '../errors.ts';
import type { ApplyPorts, ApplyReport } from '../use-cases/apply-rules.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';
import { confirm } from './confirm.ts';
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
  if (options.dryRun) return report(plans, [], options, context);
  await ask(plans, options, context);
  const reports: ApplyReport[] = [];
  for (const planned of plans) {
    reports.push(await apply(planned, context));
    if (reports.at(-1)?.failure !== undefined) break;
  }
  return report(plans, reports, options, context);
}

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
  const parts = [
    ...(named('replace').length > 0 ? [`replace ${named('replace').join(', ')}`] : []),
    ...(named('delete').length > 0 ? [`delete ${named('delete').join(', ')}`] : []),
  ];
  if (parts.length === 0) return;
  const question = parts.join(' and ');
  await confirm(`${question[0]?.toUpperCase()}${question.slice(1)}?`, yes === true, context);
}

async function apply(planned: ScopePlan, context: Context): Promise<ApplyReport> {
  const { applyPlan } = await import('../use-cases/apply-rules.ts');
  const services = servicesAt(planned.scope, context);
  const withTopics = planned.scope.provider === 'oss' && !isEmptyPlan(planned.plan);
  const ports: ApplyPorts = {
    rules: await services.rules(planned.scope.bucket),
    ...(withTopics && { mns: await services.mns() }),
    queueEndpoint: withTopics ? await queueEndpoint(regionOf(planned, context)) : (queue) => queue,
    digits: () => sixteenDigits(context.system.random),
    onStep: (step, place, count) => tellStep(step, `${place}/${count}`, context),
  };
  return applyPlan(planned, ports);
}

function regionOf({ scope: { region } }: ScopePlan, { settings }: Context): Context['settings'] {
  if (region === undefined) return settings;
  return { ...settings, require: async (key) => (key === 'region' ? region : settings.require(key)) };
}

/** Progress, where somebody watches. */
function tellStep(step: PlanStep, place: string, { system, tell }: Context): void {
  if (system.stderr.isTTY) tell(`[${place}] ${describeStep(step)}`);
}

function describeStep({ kind, change }: PlanStep): string {
  return `${kind} ${'rule' in change ? change.rule.name : change.live.name}`;
}

async function report(
  plans: readonly ScopePlan[],
  reports: readonly ApplyReport[],
  options: RuleApplyOptions,
  context: Context,
): Promise<ExitStatus> {
  const done = reports.flatMap((each) => each.done.map(describeStep));
  const notDone = reports.flatMap((each) => each.notDone.map(describeStep));
  const failed = reports.find(({ failure }) => failure !== undefined);
  if (options.output !== 'table') {
    const applied = !options.dryRun && failed === undefined;
    const value = { scopes: planValue(plans), applied, done, notDone };
    await printResult(context, options.output, { value, text: () => '' });
  }
  for (const note of reports.flatMap(({ interference }) => interference)) context.tell(`warning: ${note}`);
  if (failed) throw halfWay(failed.failure, done, notDone);
  if (options.dryRun) context.tell('nothing was changed: this was a dry run');
  else context.tell(done.length === 0 ? 'nothing to do' : `applied: ${done.join(', ')}`);
  return 0;
}

/** The service's own words first, then what was done and what was not. */
function halfWay(failure: unknown, done: readonly string[], notDone: readonly string[]): unknown {
  if (!(failure instanceof Failure)) return failure;
  if (notDone.length === 0) return failure;
  const progress = `done: ${done.join(', ') || 'nothing'}; not done: ${notDone.join(', ')}`;
  return new Failure(failure.kind, failure.code, `${failure.message} - ${progress}`, {
    hint: `${failure.hint === undefined ? '' : `${failure.hint}; `}running this again does what is left`,
    ...(failure.requestId !== undefined && { requestId: failure.requestId }),
    cause: failure,
  });
}
