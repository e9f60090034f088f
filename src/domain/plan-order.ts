import { overlapsBetween } from './overlap.ts';
import type { PlannedChange } from './plan.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';

type Replacement = Extract<PlannedChange, { kind: 'replace' }>;

/** One write, in the order in which the service takes them. */
export type PlanStep =
  | { readonly kind: 'delete'; readonly change: Extract<PlannedChange, { kind: 'delete' | 'replace' }> }
  | { readonly kind: 'create'; readonly change: Extract<PlannedChange, { kind: 'create' | 'replace' }> }
  | { readonly kind: 'rewire'; readonly change: Extract<PlannedChange, { kind: 'rewire' }> };

/**
 * Deletions first, since they make room; then each replacement by itself, to keep the moment without a rule short;
 * then what is new. A new form that overlaps the old form of another rule has to wait for that one's replacement;
 * where they wait for each other, all of them are deleted before any is made.
 */
export function orderSteps(changes: readonly PlannedChange[], provider: Provider): PlanStep[] {
  const steps: PlanStep[] = [];
  for (const change of changes) if (change.kind === 'delete') steps.push({ kind: 'delete', change });
  steps.push(...replacementSteps(changes.filter(isReplacement), provider));
  for (const change of changes) {
    if (change.kind === 'create') steps.push({ kind: 'create', change });
    if (change.kind === 'rewire') steps.push({ kind: 'rewire', change });
  }
  return steps;
}

function replacementSteps(replacements: readonly Replacement[], provider: Provider): PlanStep[] {
  const steps: PlanStep[] = [];
  let waiting = [...replacements];
  while (waiting.length > 0) {
    const free = waiting.find(
      (one) => !waiting.some((other) => other !== one && isInTheWay(other, one, provider)),
    );
    const together = free === undefined ? waiting : [free];
    for (const change of together) steps.push({ kind: 'delete', change });
    for (const change of together) steps.push({ kind: 'create', change });
    waiting = waiting.filter((one) => !together.includes(one));
  }
  return steps;
}

function isInTheWay(standing: Replacement, coming: Replacement, provider: Provider): boolean {
  return overlapsBetween<Rule>(standing.live, coming.rule, provider).some(({ level }) => level === 'error');
}

function isReplacement(change: PlannedChange): change is Replacement {
  return change.kind === 'replace';
}
