import type { Overlap } from './overlap.ts';
import type { Rule } from './rule.ts';

/** Overlaps that are only suspected, gathered: ten rules without a suffix are one doubt, not forty-five. */

export interface Suspicion<R extends Rule = Rule> {
  readonly dimension: 'prefix' | 'suffix';
  /** Never empty, in the order of the rules. */
  readonly overlaps: readonly Overlap<R>[];
  /** Each of them agrees with another one. */
  readonly rules: readonly R[];
}

export interface Gathered<R extends Rule = Rule> {
  readonly suspicions: readonly Suspicion<R>[];
  /** What is refused, or has to be looked at one by one. */
  readonly others: readonly Overlap<R>[];
}

/** Rules that hang together by pairs which agree in the same dimension alone are one suspicion. */
export function gatherSuspicions<R extends Rule>(overlaps: readonly Overlap<R>[]): Gathered<R> {
  const others = overlaps.filter(({ dimension }) => dimension === 'both');
  const suspicions = (['prefix', 'suffix'] as const).flatMap((dimension) =>
    connected(overlaps.filter((overlap) => overlap.dimension === dimension)).map((group) => ({
      dimension,
      overlaps: group,
      rules: [...new Set(group.flatMap(({ a, b }) => [a, b]))],
    })),
  );
  return { suspicions, others };
}

function connected<R extends Rule>(overlaps: readonly Overlap<R>[]): Overlap<R>[][] {
  const above = new Map<Rule, Rule>();
  const top = (rule: Rule): Rule => {
    const next = above.get(rule);
    return next === undefined ? rule : top(next);
  };
  for (const { a, b } of overlaps) if (top(a) !== top(b)) above.set(top(b), top(a));
  const groups = new Map<Rule, Overlap<R>[]>();
  for (const overlap of overlaps) {
    const group = groups.get(top(overlap.a));
    if (group === undefined) groups.set(top(overlap.a), [overlap]);
    else group.push(overlap);
  }
  return [...groups.values()];
}
