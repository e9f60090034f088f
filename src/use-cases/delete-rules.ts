import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';
import { Failure } from '../errors.ts';
import { type Belonging, belongingsOf, type StayingTopic } from './rule-belongings.ts';
import { uncheckedText } from './unchecked-write.ts';

export interface RuleDeletion {
  readonly name: string;
  readonly outcome: 'deleted' | 'missing' | 'failed';
  /** What goes with the rule, as `topic:NAME` and `subscription:NAME`. */
  readonly removed: readonly string[];
  /** The rule's topic, where it is not the rule's alone. */
  readonly stays?: StayingTopic;
  /** What went wrong; with the outcome `deleted`, only what belonged to the rule could not all be removed. */
  readonly failure?: Failure;
  /** The rule is gone, but that could not be looked at again: a sentence. */
  readonly unchecked?: string;
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
export async function deleteRules(given: readonly string[], ports: DeletionPorts): Promise<RuleDeletion[]> {
  const names = [...new Set(given)];
  const live = await ports.rules.list();
  if (ports.rules.changeTogether) return deleteTogether(names, live, ports);
  const deletions: RuleDeletion[] = [];
  for (const name of names) {
    const gone = deletions.flatMap((deletion) => (deletion.outcome === 'deleted' ? [deletion.name] : []));
    const others = live.filter((rule) => rule.name !== name && !gone.includes(rule.name));
    const rule = live.find((each) => each.name === name);
    deletions.push(await deleteRule(name, rule, { others, gone }, ports));
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
  const written =
    remove.length > 0 && !dryRun ? await rules.changeTogether?.({ remove, add: [] }) : undefined;
  const unchecked = written?.unchecked !== undefined && { unchecked: uncheckedText(written.unchecked) };
  return names.map((name) =>
    remove.includes(name)
      ? { name, outcome: 'deleted', removed: [], ...unchecked }
      : { name, outcome: 'missing', removed: [] },
  );
}

async function deleteRule(
  name: string,
  rule: LiveRule | undefined,
  around: { readonly others: readonly LiveRule[]; readonly gone: readonly string[] },
  { rules, mns, dryRun, bucket }: DeletionPorts,
): Promise<RuleDeletion> {
  const isElsewhere = bucket !== undefined && rule?.bucket !== bucket;
  if (isElsewhere) return { name, outcome: 'missing', removed: [] };
  const { own, stays } = rule && mns ? await belongingsOf(rule, around, mns) : { own: [] };
  const staying = stays && { stays };
  const removed = own.map(labelOf);
  if (dryRun) return { name, outcome: rule ? 'deleted' : 'missing', removed, ...staying };
  try {
    const outcome = await rules.delete(name);
    return { name, outcome, ...(await removeAll(own, mns)), ...staying };
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

async function remove(belonging: Belonging, mns: MnsClient): Promise<string> {
  if (belonging.kind === 'topic') await mns.deleteTopic(belonging.name);
  else await mns.unsubscribe(belonging.topic, belonging.name);
  return labelOf(belonging);
}

function labelOf({ kind, name }: Belonging): string {
  return `${kind}:${name}`;
}
