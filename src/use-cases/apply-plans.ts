import { orderSteps, type PlanStep } from '../domain/plan-order.ts';
import { providers } from '../domain/providers/index.ts';
import { interruption } from '../errors.ts';
import { type ApplyPorts, type ApplyReport, applyPlan, gapsIn } from './apply-rules.ts';
import type { Scope, ScopePlan } from './plan-rules.ts';

export interface PlacedStep {
  readonly scope: Scope;
  readonly step: PlanStep;
}

/** What became of several plans, whichever of them failed. */
export interface OverallReport {
  readonly done: readonly PlacedStep[];
  readonly notDone: readonly PlacedStep[];
  /** Rules that stand deleted and are not made anew yet. */
  readonly gaps: readonly PlacedStep[];
  /** Why the rest was not done. */
  readonly failure?: unknown;
  /** What others did to the rules in the meantime, each a sentence. */
  readonly interference: readonly string[];
}

/** One plan after the other; the first that fails ends it, and what was left of all of them is told. */
export async function applyPlans(
  plans: readonly ScopePlan[],
  portsFor: (planned: ScopePlan) => Promise<ApplyPorts>,
  signal: AbortSignal,
): Promise<OverallReport> {
  const done: PlacedStep[] = [];
  const gaps: PlacedStep[] = [];
  const interference: string[] = [];
  for (const [at, planned] of plans.entries()) {
    const report = await applyOne(withoutTaken(planned, plans.slice(0, at)), portsFor, signal);
    done.push(...placed(report.done, planned));
    gaps.push(...placed(gapSteps(report.notDone, gapsIn(report.done)), planned));
    interference.push(...report.interference);
    if (report.failure === undefined) continue;
    const rest = plans.slice(at + 1).flatMap((later) => placed(stepsOf(later), later));
    const notDone = [...placed(report.notDone, planned), ...rest];
    return { done, notDone, gaps, interference, failure: report.failure };
  }
  return { done, notDone: [], gaps, interference };
}

async function applyOne(
  planned: ScopePlan,
  portsFor: (planned: ScopePlan) => Promise<ApplyPorts>,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const notDone = stepsOf(planned);
  const none = { done: [], notDone, interference: [] };
  if (signal.aborted && notDone.length > 0) return { ...none, failure: interruption(signal) };
  try {
    return await applyPlan(planned, await portsFor(planned));
  } catch (failure) {
    return { ...none, failure };
  }
}

/** Rules that an earlier plan has taken over are no longer among those that this one was made upon. */
function withoutTaken(planned: ScopePlan, earlier: readonly ScopePlan[]): ScopePlan {
  const taken = earlier
    .flatMap(({ plan }) => plan.changes)
    .flatMap((change) => (change.kind === 'create' && change.takes ? [change.takes] : []));
  const isTaken = ({ name, bucket }: ScopePlan['live'][number]) =>
    taken.some((rule) => rule.name === name && rule.bucket === bucket);
  return { ...planned, live: planned.live.filter((rule) => !isTaken(rule)) };
}

function stepsOf({ scope, plan }: ScopePlan): PlanStep[] {
  return orderSteps(plan.changes, providers[scope.provider]);
}

function gapSteps(notDone: readonly PlanStep[], names: readonly string[]): PlanStep[] {
  return notDone.filter(({ kind, change }) => kind === 'create' && names.includes(change.rule.name));
}

function placed(steps: readonly PlanStep[], { scope }: ScopePlan): PlacedStep[] {
  return steps.map((step) => ({ scope, step }));
}
