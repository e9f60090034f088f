import type { MnsClient } from '../clients/mns.ts';
import type { Rules } from '../clients/rules.ts';
import type { WiredRule } from '../domain/delivery.ts';
import type { DesiredRule } from '../domain/desired-rule.ts';
import { type Plan, planChanges } from '../domain/plan.ts';
import { unseenBuckets } from '../domain/plan-conflicts.ts';
import { type ProviderName, providers } from '../domain/providers/index.ts';
import type { RuleDocument } from '../domain/rule-file.ts';
import { UsageError } from '../errors.ts';
import { namesakesOf } from './namesakes.ts';
import { wireRule } from './read-deliveries.ts';

/** What one write touches: the rules of a region, or of a KS3 bucket. */
export interface Scope {
  readonly provider: ProviderName;
  readonly region?: string;
  readonly bucket?: string;
  /** The buckets that the file speaks of: nothing of others is ever pruned. */
  readonly buckets: readonly string[];
  readonly desired: readonly DesiredRule[];
}

export interface ScopePlan {
  readonly scope: Scope;
  /** The rules that the plan was made upon. */
  readonly live: readonly WiredRule[];
  readonly plan: Plan;
}

export interface ScopePorts {
  readonly rules: Rules;
  /** Looks at the topics' subscriptions; without it they are taken as the rule API tells them. */
  readonly mns?: MnsClient;
}

/** Documents of one region (KS3: rules of one bucket) are one scope. @throws {UsageError} for a name given twice. */
export function scopesOf(documents: readonly RuleDocument[]): Scope[] {
  const scopes = new Map<string, RuleDocument[]>();
  for (const document of documents.flatMap(splitByBucket)) {
    const { provider, region, bucket } = document;
    const key = JSON.stringify([provider, region, provider === 'ks3' && bucket]);
    scopes.set(key, [...(scopes.get(key) ?? []), document]);
  }
  const found = [...scopes.values()].flatMap(scopeOf);
  for (const { provider, desired } of found) {
    // Ids of KS3 are unique in the account, whatever the bucket.
    requireUniqueNames(
      provider === 'ks3'
        ? found.flatMap((scope) => (scope.provider === 'ks3' ? scope.desired : []))
        : desired,
    );
  }
  return found;
}

/** KS3 keeps rules by bucket; a document without rules still says that its bucket is to have none. */
function splitByBucket(document: RuleDocument): RuleDocument[] {
  const { provider, bucket, rules } = document;
  if (provider !== 'ks3') return [document];
  const buckets = new Set([...(bucket === undefined ? [] : [bucket]), ...rules.map((rule) => rule.bucket)]);
  return [...buckets].map((each) => ({
    ...document,
    bucket: each,
    rules: rules.filter((rule) => rule.bucket === each),
  }));
}

function scopeOf(documents: readonly RuleDocument[]): Scope[] {
  const [first] = documents;
  if (first === undefined) return [];
  const { provider, region, bucket } = first;
  const desired = documents.flatMap(({ rules }) => rules);
  const named = documents.flatMap((document) => document.bucket ?? []);
  return [
    {
      provider,
      ...(region !== undefined && { region }),
      ...(provider === 'ks3' && bucket !== undefined && { bucket }),
      buckets: [...new Set([...named, ...desired.map((rule) => rule.bucket)])],
      desired,
    },
  ];
}

export async function planScope(
  scope: Scope,
  { rules, mns }: ScopePorts,
  prune: boolean,
): Promise<ScopePlan> {
  const wanted = new Set(scope.desired.map(({ name }) => name));
  const live: WiredRule[] = [];
  for (const rule of await rules.list()) live.push(wanted.has(rule.name) ? await wireRule(rule, mns) : rule);
  const provider = providers[scope.provider];
  const standing = new Set(live.map(({ name }) => name));
  const missing = [...wanted].filter((name) => !standing.has(name));
  const { rules: elsewhere, unseen } = await namesakesOf(missing, rules);
  const { desired, buckets } = scope;
  const plan = planChanges({ desired, buckets, live, elsewhere, provider, prune });
  return { scope, live, plan: { ...plan, conflicts: [...plan.conflicts, ...unseenBuckets(unseen)] } };
}

function requireUniqueNames(rules: readonly DesiredRule[]): void {
  const seen = new Set<string>();
  for (const { name } of rules) {
    if (seen.has(name)) {
      throw new UsageError('repeated-name', `two rules of the file are called ${name}`, 'rename one of them');
    }
    seen.add(name);
  }
}
