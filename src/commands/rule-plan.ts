import type { Settings } from '../clients/settings.ts';
import { Failure } from '../errors.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';
import type { Context } from './context.ts';
import { loadRuleFiles } from './rule-file-input.ts';
import { servicesAt } from './rule-place.ts';

/** Reads the files and plans every region or bucket that they speak of. */
export async function planFiles(
  files: readonly string[],
  prune: boolean,
  context: Context,
): Promise<ScopePlan[]> {
  const loaded = await loadRuleFiles(files, context);
  const { requireSound } = await import('../use-cases/load-rule-file.ts');
  const { planScope, scopesOf } = await import('../use-cases/plan-rules.ts');
  const documents = [];
  for (const file of loaded) documents.push(...(await requireSound(file)));
  const plans: ScopePlan[] = [];
  for (const scope of scopesOf(documents)) {
    const services = servicesAt(scope, context);
    const rules = await services.rules(scope.bucket);
    const withTopics = scope.provider === 'oss' && (await hasAccount(context.settings));
    plans.push(await planScope(scope, { rules, ...(withTopics && { mns: await services.mns() }) }, prune));
  }
  return plans;
}

/** Without an account number there is no MNS host; the rule API tells the subscriptions, too, if not their names. */
export async function hasAccount(settings: Settings): Promise<boolean> {
  return (await settings.get('account')) !== undefined;
}

/** @throws {Failure} of kind conflict, when the service would refuse the plan. */
export function requireNoConflict(plans: readonly ScopePlan[]): void {
  const [first, ...more] = plans
    .flatMap(({ plan }) => plan.conflicts)
    .filter(({ level }) => level === 'error');
  if (first === undefined) return;
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  throw new Failure('conflict', first.code, `${first.message}${others}`, {
    hint: `nothing was changed; ${first.hint}`,
  });
}
