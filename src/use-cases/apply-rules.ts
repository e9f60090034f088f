import type { MnsClient } from '../clients/mns.ts';
import type { ChangeOutcome, LiveRule, Rules } from '../clients/rules.ts';
import { isTopicOf } from '../domain/delivery.ts';
import type { DesiredRule } from '../domain/desired-rule.ts';
import { differencesBetween } from '../domain/plan.ts';
import { orderSteps, type PlanStep } from '../domain/plan-order.ts';
import { type Provider, providers } from '../domain/providers/index.ts';
import { type CreationStep, stepsFor, subscriptionSteps } from '../domain/rule-creation.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure } from '../errors.ts';
import { createRule, subscribe } from './create-rule.ts';
import type { ScopePlan } from './plan-rules.ts';

export interface ApplyPorts {
  readonly rules: Rules;
  /** Absent for KS3, whose rules have neither topics nor subscriptions. */
  readonly mns?: MnsClient;
  queueEndpoint(queue: string): string;
  /** For the names that nobody chose. */
  digits(): string;
  /** Told before each step. */
  onStep(step: PlanStep, place: number, count: number): void;
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
  if (ports.rules.changeTogether) return applyTogether(planned, steps, ports.rules.changeTogether);
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
  for (const step of steps) {
    ports.onStep(step, done.length + 1, steps.length);
    try {
      await carryOut(step, ports, provider);
    } catch (failure) {
      return { done, notDone: steps.slice(done.length), failure, interference: [] };
    }
    done.push(step);
  }
  const now = await ports.rules.list();
  const lost = lostRules(planned, now, provider);
  const failure = lost.length > 0 && { failure: overtaken(lost) };
  return { done, notDone: [], interference: interferenceIn(planned, now), ...failure };
}

/** KS3: the whole plan is one write, which happens or does not. */
async function applyTogether(
  { live }: ScopePlan,
  steps: readonly PlanStep[],
  changeTogether: NonNullable<Rules['changeTogether']>,
): Promise<ApplyReport> {
  const remove = steps.flatMap((step) => (step.kind === 'delete' ? [step.change.live.name] : []));
  const add = steps.flatMap((step) => {
    if (step.kind !== 'create') return [];
    const { endpoint } = stepsFor(step.change.rule, '');
    return [{ ...step.change.rule, endpoint }];
  });
  const outcome: ChangeOutcome = await changeTogether({ expected: live, remove, add });
  const overwritten =
    'somebody else wrote the rules of the bucket at the same time; both changes are in force now';
  return { done: steps, notDone: [], interference: outcome === 'repaired' ? [overwritten] : [] };
}

async function carryOut(step: PlanStep, ports: ApplyPorts, provider: Provider): Promise<void> {
  if (step.kind === 'delete') {
    const { live } = step.change;
    await requireUntouched(live, ports.rules, provider);
    await ports.rules.delete(live.name);
    return;
  }
  if (step.kind === 'create') return make(step.change, ports);
  const { rule, live, rewiring } = step.change;
  await rewire(rule, live.topic ?? '', rewiring.unsubscribe, ports);
}

/** The topic of the rule that is replaced stays, and with it everybody who listens to it. */
async function make(
  change: Extract<PlanStep, { kind: 'create' }>['change'],
  ports: ApplyPorts,
): Promise<void> {
  const { rule } = change;
  const kept = change.kind === 'replace' ? change.live.topic : await orphanedTopic(rule, ports);
  const { steps } = stepsFor(rule, ports.digits(), kept);
  // First, since one of another format would stand in the way of the new one.
  const surplus = change.kind === 'replace' ? change.rewiring.unsubscribe : [];
  for (const { name } of surplus) await ports.mns?.unsubscribe(kept ?? '', name);
  await createRule(steps, ports);
}

/** After a failure between deletion and creation, the topic of the rule is still there: it is taken up again. */
async function orphanedTopic(
  { name, destinations, direct }: DesiredRule,
  ports: ApplyPorts,
): Promise<string | undefined> {
  if (!ports.mns || direct || destinations.some(({ kind }) => kind === 'topic')) return undefined;
  const found = (await ports.mns.listTopics(`mns-en-topics-oss-${name}-`)).filter((topic) =>
    isTopicOf(topic, name),
  );
  return found.length === 1 ? found[0] : undefined;
}

async function rewire(
  rule: DesiredRule,
  topic: string,
  unsubscribe: readonly { readonly name: string }[],
  { mns, queueEndpoint, digits }: ApplyPorts,
): Promise<void> {
  if (mns === undefined) return;
  for (const { name } of unsubscribe) await mns.unsubscribe(topic, name);
  const steps: CreationStep[] = subscriptionSteps(rule, topic, digits());
  for (const step of steps) if (step.kind === 'subscribe') await subscribe(step, mns, queueEndpoint);
}

async function requireUntouched(planned: LiveRule, rules: Rules, provider: Provider): Promise<void> {
  const now = await rules.get(planned.name);
  if (now && ruleFingerprint(now, provider) === ruleFingerprint(planned, provider)) return;
  throw new Failure(
    'conflict',
    'changed-meanwhile',
    now
      ? `somebody changed rule ${planned.name} in between`
      : `somebody deleted rule ${planned.name} in between`,
    { hint: 'run it again: it will plan upon what is there now' },
  );
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
