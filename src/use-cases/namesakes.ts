/** Rules of the same name in other buckets, where a name is unique in the account and, given again, overwrites. */
import type { LiveRule, Namesakes, Rules } from '../clients/rules.ts';
import { providers } from '../domain/providers/index.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure } from '../errors.ts';

export async function namesakesOf(names: readonly string[], rules: Rules): Promise<Namesakes> {
  if (names.length === 0 || !rules.namesakes) return { rules: [], unseen: [] };
  return rules.namesakes(names);
}

/**
 * Looks again right before the write. What is gone meanwhile cannot be lost any more.
 * @throws {Failure} `changed-meanwhile`: nobody agreed to lose what is there now.
 */
export async function requireAgreed(
  names: readonly string[],
  agreed: readonly LiveRule[],
  rules: Rules,
): Promise<void> {
  const known = new Set(agreed.map((rule) => ruleFingerprint(rule, providers.ks3)));
  const now = (await namesakesOf(names, rules)).rules;
  const news = now.find((rule) => !known.has(ruleFingerprint(rule, providers.ks3)));
  if (news === undefined) return;
  throw new Failure(
    'conflict',
    'changed-meanwhile',
    `somebody changed rule ${news.name} of bucket ${news.bucket} in between; nothing was written`,
    { hint: 'run it again: it will plan upon what is there now' },
  );
}
