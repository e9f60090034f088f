import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';

export interface RuleDeletion {
  readonly name: string;
  readonly outcome: 'deleted' | 'missing';
  /** What went with the rule, as `topic:NAME` and `subscription:NAME`. */
  readonly removed: readonly string[];
}

export interface DeletionPorts {
  readonly rules: Rules;
  /** Given, the topic and subscriptions that belong to the rule alone go too. */
  readonly mns?: MnsClient;
}

/** One by one; a rule that is not there does not stop the others. */
export async function deleteRules(names: readonly string[], ports: DeletionPorts): Promise<RuleDeletion[]> {
  const deletions: RuleDeletion[] = [];
  for (const name of names) deletions.push(await deleteRule(name, ports));
  return deletions;
}

async function deleteRule(name: string, { rules, mns }: DeletionPorts): Promise<RuleDeletion> {
  const rule = mns && (await rules.get(name));
  const outcome = await rules.delete(name);
  return { name, outcome, removed: rule ? await removeBelongings(rule, rules, mns) : [] };
}

/** Only what carries the rule's name is its own; a topic stays while anybody else uses it. */
async function removeBelongings(rule: LiveRule, rules: Rules, mns: MnsClient): Promise<string[]> {
  const { topic } = rule;
  if (topic === undefined) return [];
  const subscriptions = await mns.listSubscriptions(topic);
  const own = subscriptions.filter((name) => isSubscriptionOf(name, rule.name));
  for (const name of own) await mns.unsubscribe(topic, name);
  const removed = own.map((name) => `subscription:${name}`);
  const isShared =
    own.length < subscriptions.length || (await rules.list()).some((other) => other.topic === topic);
  if (isShared || !isTopicOf(topic, rule.name)) return removed;
  await mns.deleteTopic(topic);
  return [...removed, `topic:${topic}`];
}

/** The console and this program name them so; what follows the last hyphen is chosen by whoever made them. */
function isTopicOf(topic: string, rule: string): boolean {
  return /^[^-]+$/.test(afterPrefix(topic, `mns-en-topics-oss-${rule}-`));
}

function isSubscriptionOf(subscription: string, rule: string): boolean {
  return /^\d+-[^-]+$/.test(afterPrefix(subscription, `mns-en-subs-oss-${rule}-`));
}

function afterPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}
