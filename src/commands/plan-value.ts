import { type Destination, formatDestination } from '../domain/destination.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import type { Difference, PlannedChange } from '../domain/plan.ts';
import { formatResource } from '../domain/resource.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';

/** A plan for programs. What a URL hides stays hidden. */

export function planValue(plans: readonly ScopePlan[]) {
  return plans.map(({ scope, plan }) => {
    const { shown, elsewhere } = withoutOtherBuckets({ scope, plan });
    return {
      provider: scope.provider,
      ...(scope.region !== undefined && { region: scope.region }),
      ...(scope.bucket !== undefined && { bucket: scope.bucket }),
      changes: shown.map(changeValue),
      rulesOfOtherBuckets: elsewhere,
      conflicts: plan.conflicts,
    };
  });
}

function changeValue(change: PlannedChange) {
  const rule = 'rule' in change ? change.rule : change.live;
  const value = { kind: change.kind, rule: rule.name, bucket: rule.bucket };
  if (change.kind === 'replace')
    return { ...value, differences: change.differences.map(maskedDifference), ...rewiringValue(change) };
  if (change.kind === 'rewire') return { ...value, ...rewiringValue(change) };
  if (change.kind === 'keep' || change.kind === 'foreign') return value;
  const takes = change.kind === 'create' &&
    change.takes && { overwrites: { rule: change.takes.name, bucket: change.takes.bucket } };
  return { ...value, events: rule.events, match: rule.resources.map(formatResource), ...takes };
}

function rewiringValue({
  rewiring: { subscribe, unsubscribe, restyle },
}: Extract<PlannedChange, { rewiring: unknown }>) {
  return {
    subscribe: subscribe.map(maskedDestination),
    unsubscribe: unsubscribe.map(({ name }) => name),
    ...(restyle.length > 0 && {
      restyle: restyle.map(({ to, ...styles }) => ({ to: maskedDestination(to), ...styles })),
    }),
  };
}

function maskedDifference({ member, was, becomes }: Difference) {
  return { member, was: was.map(maskedUrl), becomes: becomes.map(maskedUrl) };
}

type ShownPlan = Pick<ScopePlan, 'plan'> & { readonly scope: Pick<ScopePlan['scope'], 'buckets'> };

/** Rules of buckets that the file does not speak of are counted: a region has many, and none is touched. */
export function withoutOtherBuckets({ scope, plan }: ShownPlan) {
  const shown = plan.changes.filter(
    (change) => change.kind !== 'foreign' || scope.buckets.includes(change.live.bucket),
  );
  return { shown, elsewhere: plan.changes.length - shown.length };
}

export function maskedDestination(to: Destination): string {
  return maskedUrl(formatDestination(to));
}
