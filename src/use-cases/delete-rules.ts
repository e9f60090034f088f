import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';
import { isSubscriptionOf, isTopicOf } from '../domain/delivery.ts';
import { Failure } from '../errors.ts';

export interface RuleDeletion {
  readonly name: string;
  readonly outcome: 'deleted' | 'missing' | 'failed';
  /** What goes with the rule, as `topic:NAME` and `subscription:NAME`. */
  readonly removed: readonly string[];
  /** The rule's topic, where it stays: somebody named it, or uses it. */
  readonly stays?: string;
  /** What went wrong; with the outcome `deleted`, only what belonged to the rule could not all be removed. */
  readonly failure?: Failure;
}

export interface DeletionPorts {
  readonly rules: Rules;
  /** Only rules of this bucket; a namesake on another one counts as missing. */
  readonly bucket?: string;
  /** Given, the topic and subscriptions that belong to the rule alone go too. */
  readonly mns?: MnsClient;
  /** Only tells what would happen. */
  readonly dryRun?: boolean;
}

/** One by one; a rule that is not there, or cannot be deleted, does not stop the others. */
export async function deleteRules(names: readonly string[], ports: DeletionPorts): Promise<RuleDeletion[]> {
  const live = await ports.rules.list();
  if (ports.rules.changeTogether) return deleteTogether(names, live, ports);
  const deletions: RuleDeletion[] = [];
  for (const name of names) {
    const others = live.filter(
      (rule) => rule.name !== name && !deletions.some((gone) => gone.name === rule.name),
    );
    deletions.push(
      await deleteRule(
        name,
        live.find((rule) => rule.name === name),
        others,
        ports,
      ),
    );
  }
  return deletions;
}

/** Where all rules are written at once, one write takes them all. */
async function deleteTogether(
  names: readonly string[],
  live: readonly LiveRule[],
  { rules, dryRun }: DeletionPorts,
): Promise<RuleDeletion[]> {
  const remove = names.filter((name) => live.some((rule) => rule.name === name));
  if (remove.length > 0 && !dryRun) await rules.changeTogether?.({ remove, add: [] });
  return names.map((name) => ({ name, outcome: remove.includes(name) ? 'deleted' : 'missing', removed: [] }));
}

async function deleteRule(
  name: string,
  rule: LiveRule | undefined,
  others: readonly LiveRule[],
  { rules, mns, dryRun, bucket }: DeletionPorts,
): Promise<RuleDeletion> {
  const isElsewhere = bucket !== undefined && rule?.bucket !== bucket;
  if (isElsewhere) return { name, outcome: 'missing', removed: [] };
  const belongings = rule && mns ? await belongingsOf(rule, others, mns) : [];
  const takesTopic = belongings.some(({ kind }) => kind === 'topic');
  const stays = mns && rule?.topic !== undefined && !takesTopic ? { stays: rule.topic } : {};
  const removed = belongings.map(labelOf);
  if (dryRun) return { name, outcome: rule ? 'deleted' : 'missing', removed, ...stays };
  try {
    const outcome = await rules.delete(name);
    return { name, outcome, ...(await removeAll(belongings, mns)), ...stays };
  } catch (error) {
    return { name, outcome: 'failed', removed: [], failure: expected(error) };
  }
}

/** As far as it goes: the rule is gone already, and what is left has to be told. */
async function removeAll(
  belongings: readonly Belonging[],
  mns: MnsClient | undefined,
): Promise<Pick<RuleDeletion, 'removed' | 'failure'>> {
  const removed: string[] = [];
  try {
    if (mns) for (const belonging of belongings) removed.push(await remove(belonging, mns));
    return { removed };
  } catch (error) {
    return { removed, failure: expected(error) };
  }
}

/** Anything but a foreseen failure is a bug, and goes on up. */
function expected(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

type Belonging =
  | { readonly kind: 'subscription'; readonly topic: string; readonly name: string }
  | { readonly kind: 'topic'; readonly name: string };

/** Only what carries the rule's name is its own; a topic stays while anybody else uses it. */
async function belongingsOf(
  { name: ruleName, topic }: LiveRule,
  others: readonly LiveRule[],
  mns: MnsClient,
): Promise<Belonging[]> {
  if (topic === undefined) return [];
  const subscriptions = await subscriptionsOf(topic, mns);
  if (subscriptions === undefined) return [];
  const own = subscriptions.filter((name) => isSubscriptionOf(name, ruleName));
  const isShared = own.length < subscriptions.length || others.some((other) => other.topic === topic);
  return [
    ...own.map((name) => ({ kind: 'subscription' as const, topic, name })),
    ...(isShared || !isTopicOf(topic, ruleName) ? [] : [{ kind: 'topic' as const, name: topic }]),
  ];
}

/** Undefined when the topic has gone already. */
async function subscriptionsOf(topic: string, mns: MnsClient): Promise<string[] | undefined> {
  try {
    return await mns.listSubscriptions(topic);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'not-found') return undefined;
    throw error;
  }
}

async function remove(belonging: Belonging, mns: MnsClient): Promise<string> {
  if (belonging.kind === 'topic') await mns.deleteTopic(belonging.name);
  else await mns.unsubscribe(belonging.topic, belonging.name);
  return labelOf(belonging);
}

function labelOf({ kind, name }: Belonging): string {
  return `${kind}:${name}`;
}
