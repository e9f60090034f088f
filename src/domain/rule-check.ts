import { findOverlaps } from './overlap.ts';
import { findingsOf, type OverlapFinding } from './overlap-finding.ts';
import { type Provider, type ProviderName, providers } from './providers/index.ts';
import type { Rule } from './rule.ts';

/** What rules do to each other, wherever they come from; each by itself is `validateRule`'s business. */

/** A rule with the place where it lives. */
export interface PlacedRule extends Rule {
  readonly provider: ProviderName;
  /** Undefined where neither file nor settings say; such rules count as being in one region. */
  readonly region?: string;
}

export interface RuleFinding<R extends PlacedRule = PlacedRule> extends OverlapFinding<R> {
  readonly code: 'rules-overlap' | 'repeated-name' | 'too-many-rules';
}

/** No more than `atMost` overlaps for each bucket are looked for. */
export function checkTogether<R extends PlacedRule>(rules: readonly R[], atMost: number): RuleFinding<R>[] {
  return [...grouped(rules, ({ provider }) => provider).values()].flatMap((ofProvider) => {
    const provider = providers[ofProvider[0]?.provider ?? 'oss'];
    const regions = [...grouped(ofProvider, ({ region = '' }) => region).values()];
    // Ids of KS3 are unique in the account, names of OSS rules in the region.
    const nameScopes = provider.ruleScope === 'bucket' ? [ofProvider] : regions;
    return [
      ...nameScopes.flatMap((scope) => repeatedNames(scope, provider)),
      ...regions.flatMap((region) => tooMany(region, provider)),
      ...regions.flatMap((region) => overlapFindings(region, provider, atMost)),
    ];
  });
}

/** Where a file leaves the bucket open, so is which rules it shares with. */
function hasBucket({ bucket }: Rule): boolean {
  return bucket !== '';
}

function overlapFindings<R extends PlacedRule>(
  region: readonly R[],
  provider: Provider,
  atMost: number,
): RuleFinding<R>[] {
  const overlaps = findOverlaps(region.filter(hasBucket), provider, atMost);
  return findingsOf(overlaps, provider).map((finding) => ({ code: 'rules-overlap', ...finding }));
}

function repeatedNames<R extends PlacedRule>(scope: readonly R[], provider: Provider): RuleFinding<R>[] {
  const where = provider.ruleScope === 'bucket' ? 'account' : 'region';
  return [...grouped(scope, ({ name }) => name)].flatMap(([name, [first, ...more]]) =>
    more.flatMap((again) => {
      if (first === undefined || name === '') return [];
      const consequence =
        provider.reusedName === 'overwrites'
          ? 'the later one overwrites the earlier'
          : 'the later one is refused';
      return {
        code: 'repeated-name' as const,
        level: 'error' as const,
        message: `two rules are called ${name}: a name is given once in the ${where}, ${consequence}`,
        hint: 'rename one of them',
        rules: [first, again],
      };
    }),
  );
}

function tooMany<R extends PlacedRule>(region: readonly R[], provider: Provider): RuleFinding<R>[] {
  const scopes =
    provider.ruleScope === 'bucket'
      ? grouped(region.filter(hasBucket), ({ bucket }) => bucket)
      : new Map([['', region]]);
  return [...scopes].flatMap(([bucket, rules]) => {
    if (rules.length <= provider.maxRules) return [];
    const where = bucket === '' ? 'the region' : `bucket ${bucket}`;
    const first = rules[provider.maxRules];
    return {
      code: 'too-many-rules' as const,
      level: 'error' as const,
      message: `${rules.length} rules for ${where}, ${provider.label} takes at most ${provider.maxRules}`,
      hint: 'merge rules that go to one place, or have your quota raised',
      rules: first === undefined ? [] : [first],
    };
  });
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
