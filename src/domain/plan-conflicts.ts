import { findOverlaps } from './overlap.ts';
import { findingsOf } from './overlap-finding.ts';
import { overlapFacts } from './overlap-report.ts';
import type { PlannedChange } from './plan.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';

/** Why the service would refuse a plan, found before anything is changed. */
export interface PlanConflict {
  readonly code: 'rules-overlap' | 'name-taken' | 'too-many-rules' | 'buckets-unseen';
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  readonly overlap?: ReturnType<typeof overlapFacts>;
  /** Names of the rules, where it is not about one pair. */
  readonly rules?: readonly string[];
}

export function conflictsOf(changes: readonly PlannedChange[], provider: Provider): PlanConflict[] {
  return [...takenNames(changes, provider), ...tooMany(changes, provider), ...overlaps(changes, provider)];
}

/** Where a name given again overwrites, and nobody could see whether it is. */
export function unseenBuckets(unseen: readonly string[]): PlanConflict[] {
  return unseen.map((message) => ({
    code: 'buckets-unseen',
    level: 'warning',
    message: `${message}; a rule there that has the id of a new one would be overwritten`,
    hint: 'look at those buckets with a key that may, or choose ids that nobody else uses',
  }));
}

/** A namesake in another bucket is somebody else's rule, not an older version of this one. */
function takenNames(changes: readonly PlannedChange[], { ruleScope }: Provider): PlanConflict[] {
  return changes.flatMap((change) => {
    if (ruleScope === 'bucket' || change.kind !== 'replace' || change.live.bucket === change.rule.bucket)
      return [];
    return {
      code: 'name-taken' as const,
      level: 'error' as const,
      message: `another rule is called ${change.rule.name}: it is on bucket ${change.live.bucket}, the file's on ${change.rule.bucket}`,
      hint: `choose another name, or delete that rule first: ossnotify rule delete ${change.rule.name}`,
    };
  });
}

function tooMany(changes: readonly PlannedChange[], { maxRules, label }: Provider): PlanConflict[] {
  const after = changes.filter(({ kind }) => kind !== 'delete').length;
  if (after <= maxRules || !changes.some(({ kind }) => kind === 'create')) return [];
  const foreign = changes.filter(({ kind }) => kind === 'foreign').length;
  const message = `there would be ${after} rules (${foreign} of them not in the file), ${label} takes at most ${maxRules}`;
  return [
    { code: 'too-many-rules', level: 'error', message, hint: 'delete some first, or have your quota raised' },
  ];
}

/** Only what this plan would make: live rules that overlap each other were accepted by the service. */
function overlaps(changes: readonly PlannedChange[], provider: Provider): PlanConflict[] {
  const made = new Set<Rule>(changes.flatMap((change) => (isMade(change) ? [change.rule] : [])));
  const after = changes.flatMap((change): Rule[] => {
    if (change.kind === 'delete') return [];
    return [isMade(change) ? change.rule : change.live];
  });
  const caused = findOverlaps(after, provider).filter(({ a, b }) => made.has(a) || made.has(b));
  return findingsOf(caused, provider).map(({ level, message, hint, rules, overlap }) => ({
    code: 'rules-overlap',
    level,
    message,
    hint,
    ...(overlap ? { overlap: overlapFacts(overlap, provider) } : { rules: rules.map(({ name }) => name) }),
  }));
}

function isMade(change: PlannedChange): change is Extract<PlannedChange, { kind: 'create' | 'replace' }> {
  return change.kind === 'create' || change.kind === 'replace';
}
