/** What has the name of a rule that is to be made: the same rule, another one, or one in another bucket. */
import type { LiveRule, Rules } from '../clients/rules.ts';
import type { WiredRule } from '../domain/delivery.ts';
import { unseenBuckets } from '../domain/plan-conflicts.ts';
import type { Provider } from '../domain/providers/index.ts';
import { confirm, confirmTaking } from './confirm.ts';
import type { Context } from './context.ts';
import { hasAccount } from './rule-plan.ts';

/** With what is subscribed to the topic of a rule that has the name already, since that makes it the same or another. */
export async function listWired(
  name: string,
  rules: Rules,
  provider: Provider,
  context: Context,
): Promise<readonly WiredRule[]> {
  const live = await rules.list();
  const namesake = live.find((rule) => rule.name === name);
  if (!namesake || provider.name !== 'oss' || !(await hasAccount(context.settings))) return live;
  const { wireRule } = await import('../use-cases/read-deliveries.ts');
  const wired = await wireRule(namesake, await context.services.mns());
  return live.map((rule) => (rule === namesake ? wired : rule));
}

/** Asked only where no rule here has the name: it is unique in the account. */
export async function findElsewhere(
  name: string,
  live: readonly LiveRule[],
  rules: Rules,
  context: Context,
): Promise<readonly LiveRule[]> {
  if (live.some((rule) => rule.name === name)) return [];
  const { namesakesOf } = await import('../use-cases/namesakes.ts');
  const found = await namesakesOf([name], rules);
  for (const { message } of unseenBuckets(found.unseen)) context.tell(`warning: ${message}`);
  return found.rules;
}

export async function askToOverwrite(
  { name, bucket }: LiveRule,
  forBucket: string,
  yes: boolean,
  context: Context,
): Promise<void> {
  const isElsewhere = bucket !== forBucket;
  const what = isElsewhere
    ? `would be taken away from there: its id is unique in the account`
    : 'would be overwritten';
  const question = `Rule ${name} exists on bucket ${bucket} and ${what}. Go on?`;
  await (isElsewhere ? confirmTaking : confirm)(question, yes, context);
}
