import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';
import { differencesBetween } from '../domain/plan.ts';
import { orderSteps, type PlanStep } from '../domain/plan-order.ts';
import { type Provider, providers } from '../domain/providers/index.ts';
import { stepsFor } from '../domain/rule-creation.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure, interruption } from '../errors.ts';
import { carryOut } from './carry-out-step.ts';
import { requireAgreed } from './namesakes.ts';
import type { ScopePlan } from './plan-rules.ts';
import { uncheckedText } from './unchecked-write.ts';

export interface ApplyPorts {
  readonly rules: Rules;
  /** Absent for KS3, whose rules have neither topics nor subscriptions. */
  readonly mns?: MnsClient;
  queueEndpoint(queue: string): string;
  /** For the names that nobody chose. */
  digits(): string;
  /** Told before each step. */
  onStep(step: PlanStep, place: number, count: number): void;
  /** Ends the work between two steps, but never between the deletion of a rule and its making anew. */
  readonly signal?: AbortSignal;
}

export interface ApplyReport {
  readonly done: readonly PlanStep[];
  readonly notDone: readonly PlanStep[];
  /** Why the rest was not done. */
  readonly failure?: unknown;
  /** What others did to the rules in the meantime, each a sentence. */
  readonly interference: readonly string[];
}

/**
 * Carries out a plan upon the rules that it was made upon: they are read again right before, and each rule once more
 * before it is touched. @throws {Failure} `changed-meanwhile` when they are others; then nothing was written.
 */
export async function applyPlan(planned: ScopePlan, ports: ApplyPorts): Promise<ApplyReport> {
  const provider = providers[planned.scope.provider];
  const steps = orderSteps(planned.plan.changes, provider);
  if (steps.length === 0) return { done: [], notDone: [], interference: [] };
  if (ports.rules.changeTogether)
    return applyTogether(planned, steps, ports.rules, ports.rules.changeTogether);
  requireSame(planned.live, await ports.rules.list(), provider);
  return applyOneByOne(planned, steps, ports, provider);
}

async function applyOneByOne(
  planned: ScopePlan,
  steps: readonly PlanStep[],
  ports: ApplyPorts,
  provider: Provider,
): Promise<ApplyReport> {
  const done: PlanStep[] = [];
  const end = (failure: unknown): ApplyReport => ({
    done,
    notDone: steps.slice(done.length),
    failure,
    interference: [],
  });
  for (const step of steps) {
    if (ports.signal?.aborted && gapsIn(done).length === 0) return end(interruption(ports.signal));
    ports.onStep(step, done.length + 1, steps.length);
    try {
      await carryOut(step, ports, provider);
    } catch (failure) {
      return end(failure);
    }
    done.push(step);
  }
  return { done, notDone: [], ...(await lookAgain(planned, ports, provider)) };
}

/** Names of rules that are deleted and not yet made anew. */
export function gapsIn(done: readonly PlanStep[]): string[] {
  const made = new Set(done.flatMap(({ kind, change }) => (kind === 'create' ? [change.rule.name] : [])));
  return done.flatMap(({ kind, change }) =>
    kind === 'delete' && change.kind === 'replace' && !made.has(change.rule.name) ? [change.rule.name] : [],
  );
}

/** What others did meanwhile. That it cannot be seen does not undo what was done. */
async function lookAgain(
  planned: ScopePlan,
  { rules, signal }: ApplyPorts,
  provider: Provider,
): Promise<Pick<ApplyReport, 'interference' | 'failure'>> {
  try {
    const now = await rules.list();
    const lost = lostRules(planned, now, provider);
    const failure = lost.length > 0 && { failure: overtaken(lost) };
    return { interference: interferenceIn(planned, now), ...failure };
  } catch (error) {
    return { interference: signal?.aborted ? [] : [uncheckedText(error)] };
  }
}

/** KS3: the whole plan is one write, which happens or does not. */
async function applyTogether(
  { live, plan }: ScopePlan,
  steps: readonly PlanStep[],
  rules: Rules,
  changeTogether: NonNullable<Rules['changeTogether']>,
): Promise<ApplyReport> {
  const remove = steps.flatMap((step) => (step.kind === 'delete' ? [step.change.live.name] : []));
  const add = steps.flatMap((step) => {
    if (step.kind !== 'create') return [];
    const { endpoint } = stepsFor(step.change.rule, '');
    return [{ ...step.change.rule, endpoint }];
  });
  const creations = plan.changes.flatMap((change) => (change.kind === 'create' ? [change] : []));
  const agreed = creations.flatMap(({ takes }) => takes ?? []);
  await requireAgreed(
    creations.map(({ rule }) => rule.name),
    agreed,
    rules,
  );
  const { kind, unchecked } = await changeTogether({ expected: live, remove, add });
  const overwritten =
    'somebody else wrote the rules of the bucket at the same time; both changes are in force now';
  const interference = [
    ...(kind === 'repaired' ? [overwritten] : []),
    ...(unchecked === undefined ? [] : [uncheckedText(unchecked)]),
  ];
  return { done: steps, notDone: [], interference };
}

function requireSame(planned: readonly LiveRule[], now: readonly LiveRule[], provider: Provider): void {
  const was = new Map(planned.map((rule) => [rule.name, ruleFingerprint(rule, provider)]));
  const is = new Map(now.map((rule) => [rule.name, ruleFingerprint(rule, provider)]));
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (name) => was.get(name) !== is.get(name),
  );
  if (changed.length === 0) return;
  throw new Failure(
    'conflict',
    'changed-meanwhile',
    `somebody changed the rules in between (${changed.join(', ')}); nothing was written`,
    { hint: 'run it again: it will plan upon what is there now' },
  );
}

/** Rules of others that came or went between the plan and its end. */
function interferenceIn({ plan, live }: ScopePlan, now: readonly LiveRule[]): string[] {
  const names = new Set(now.map(({ name }) => name));
  const made = plan.changes.flatMap((change) => ('rule' in change ? [change.rule.name] : []));
  const known = new Set([...live.map(({ name }) => name), ...made]);
  const gone = plan.changes.flatMap((change) =>
    change.kind === 'foreign' && !names.has(change.live.name) ? [change.live.name] : [],
  );
  return [
    ...now.flatMap(({ name }) => (known.has(name) ? [] : `somebody made rule ${name} at the same time`)),
    ...gone.map((name) => `somebody deleted rule ${name} at the same time`),
  ];
}

/** Rules of the file that are no more as they were just made. */
function lostRules({ plan }: ScopePlan, now: readonly LiveRule[], provider: Provider): string[] {
  return plan.changes.flatMap((change) => {
    if (!('rule' in change)) return [];
    const found = now.find(({ name }) => name === change.rule.name);
    const isThere = found && differencesBetween(change.rule, found, provider).length === 0;
    return isThere ? [] : [change.rule.name];
  });
}

function overtaken(names: readonly string[]): Failure {
  const message = `somebody changed ${names.join(', ')} at the same time`;
  return new Failure('conflict', 'changed-by-others', message, {
    hint: 'agree who writes; ossnotify rule diff -f FILE shows what is different now',
  });
}
