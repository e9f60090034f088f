import type { LiveRule, Rules } from '../clients/rules.ts';
import { isTopicOf, rewiringOf } from '../domain/delivery.ts';
import type { DesiredRule } from '../domain/desired-rule.ts';
import type { PlanStep } from '../domain/plan-order.ts';
import type { Provider } from '../domain/providers/index.ts';
import { type CreationStep, stepsFor, subscriptionSteps } from '../domain/rule-creation.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure } from '../errors.ts';
import type { ApplyPorts } from './apply-rules.ts';
import { createRule, subscribe } from './create-rule.ts';
import { deliveriesOf } from './read-deliveries.ts';

/** One write of a plan. @throws {Failure} `changed-meanwhile`, when a rule is no more as it was planned upon. */
export async function carryOut(step: PlanStep, ports: ApplyPorts, provider: Provider): Promise<void> {
  if (step.kind === 'delete') return remove(step.change, ports, provider);
  if (step.kind === 'create') return make(step.change, ports);
  const { rule, live, rewiring } = step.change;
  await rewire(rule, live.topic ?? '', rewiring.unsubscribe, ports);
}

/**
 * Subscriptions that go with a replacement go first: while the rule stands, another try still knows of them, and one of
 * another format would stand in the way of the new one.
 */
async function remove(
  change: Extract<PlanStep, { kind: 'delete' }>['change'],
  { rules, mns }: ApplyPorts,
  provider: Provider,
): Promise<void> {
  const { live } = change;
  await requireUntouched(live, rules, provider);
  const surplus = change.kind === 'replace' ? change.rewiring.unsubscribe : [];
  for (const { name } of surplus) await mns?.unsubscribe(live.topic ?? '', name);
  if ((await rules.delete(live.name)) === 'missing')
    throw changed(`somebody deleted rule ${live.name} in between`);
}

/** The topic of the rule that is replaced stays, and with it everybody who listens to it. */
async function make(
  change: Extract<PlanStep, { kind: 'create' }>['change'],
  ports: ApplyPorts,
): Promise<void> {
  const { rule } = change;
  const kept = change.kind === 'replace' ? change.live.topic : await orphanedTopic(rule, ports);
  const { steps, endpoint } = stepsFor(rule, ports.digits(), kept);
  if (change.kind === 'create' && endpoint.type === 'topic') await dropSurplus(rule, endpoint.value, ports);
  await createRule(steps, ports);
}

/** What an earlier rule of this name has left behind: its subscriptions would go on where nobody asks for them. */
async function dropSurplus(rule: DesiredRule, topic: string, { mns }: ApplyPorts): Promise<void> {
  if (mns === undefined) return;
  const deliveries = await deliveriesOf(topic, rule.name, mns);
  const left = { ...rule, topic, subscriptions: [], deliveries };
  for (const { name } of rewiringOf(rule, left).unsubscribe) await mns.unsubscribe(topic, name);
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
  throw changed(`somebody ${now ? 'changed' : 'deleted'} rule ${planned.name} in between`);
}

function changed(message: string): Failure {
  return new Failure('conflict', 'changed-meanwhile', message, {
    hint: 'run it again: it will plan upon what is there now',
  });
}
