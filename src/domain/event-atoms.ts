import { isWildcard, normaliseEventType } from './event-type.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';

/** Above this many sets, looking for contained ones costs more than it saves; a catalogue has some twenty types. */
const COMPARED_UP_TO = 64;

/**
 * Sets of rules, by index, such that two rules have a common event iff some set holds both: one set for each type or
 * wildcard that a rule writes, holding the rules that ask for it or for a wildcard over it.
 */
export function rulesByEvent(rules: readonly Rule[], provider: Provider): ReadonlySet<number>[] {
  const sets = new Map<string, Set<number>>();
  rules.forEach(({ events }, index) => {
    for (const event of events) {
      const type = normaliseEventType(event, provider);
      const members = sets.get(type);
      if (members === undefined) sets.set(type, new Set([index]));
      else members.add(index);
    }
  });
  addToCovered(sets);
  return withoutContained([...sets.values()]);
}

function addToCovered(sets: ReadonlyMap<string, Set<number>>): void {
  const wildcards = [...sets].filter(([type]) => isWildcard(type));
  for (const [type, members] of sets) {
    if (isWildcard(type)) continue;
    for (const [wildcard, askers] of wildcards) {
      if (type.startsWith(wildcard.slice(0, -1))) for (const index of askers) members.add(index);
    }
  }
}

/** A set inside another finds no pair that the other does not: most files come down to one set. */
function withoutContained(sets: readonly ReadonlySet<number>[]): ReadonlySet<number>[] {
  if (sets.length > COMPARED_UP_TO) return [...sets];
  const largestFirst = [...sets].sort((a, b) => b.size - a.size);
  const kept: ReadonlySet<number>[] = [];
  for (const set of largestFirst) {
    if (!kept.some((larger) => contains(larger, set))) kept.push(set);
  }
  return kept;
}

function contains(larger: ReadonlySet<number>, set: ReadonlySet<number>): boolean {
  for (const member of set) if (!larger.has(member)) return false;
  return true;
}
