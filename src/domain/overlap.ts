import { commonEventTypes } from './event-type.ts';
import { commonDimension, resourcesOverlap } from './overlap-entry.ts';
import { type EntryPair, pairsInCommon } from './overlap-index.ts';
import type { Provider } from './providers/index.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';

export { resourcesOverlap } from './overlap-entry.ts';

/** Two descriptions that the provider refuses (error) or may refuse (warning) beside each other. */
export interface Overlap {
  readonly ruleA: string;
  readonly entryA: Resource;
  readonly ruleB: string;
  readonly entryB: Resource;
  /** Concrete event types that both rules ask for. */
  readonly events: string[];
  /** A key that both match; empty for a warning, where no key does. */
  readonly witness: string;
  readonly level: 'error' | 'warning';
  /** Where the two agree. Only KS3 minds one alone: its documentation says "prefix or suffix". */
  readonly dimension: 'both' | 'prefix' | 'suffix';
}

/** Every pair of descriptions of two rules that collides; none when buckets or events differ. */
export function overlapsBetween(a: Rule, b: Rule, provider: Provider): Overlap[] {
  if (a.bucket !== b.bucket) return [];
  const events = commonEventTypes(a.events, b.events, provider);
  if (events.length === 0) return [];
  const warn = provider.partialOverlapWarnedUpTo > 0;
  return a.resources.flatMap((entryA) =>
    b.resources.flatMap((entryB) => judge({ a, entryA, b, entryB, events, warn })),
  );
}

/**
 * Every collision among the rules, also between descriptions of one rule (then `ruleA` is `ruleB`), ordered by the
 * rules' places in the list. Near-linear in the length of the rules plus what is found.
 */
export function findOverlaps(rules: readonly Rule[], provider: Provider): Overlap[] {
  return [...byBucket(rules).values()].flatMap((group) =>
    group.length <= provider.partialOverlapWarnedUpTo ? pairwise(group, provider) : indexed(group, provider),
  );
}

interface Candidates {
  readonly a: Rule;
  readonly entryA: Resource;
  readonly b: Rule;
  readonly entryB: Resource;
  readonly events: string[];
  readonly warn: boolean;
}

function judge({ a, entryA, b, entryB, events, warn }: Candidates): Overlap[] {
  const dimension = commonDimension(entryA, entryB);
  if (dimension === undefined || (dimension !== 'both' && !warn)) return [];
  const witness = resourcesOverlap(entryA, entryB) ?? '';
  const level = dimension === 'both' ? 'error' : 'warning';
  return [{ ruleA: a.name, entryA, ruleB: b.name, entryB, events, witness, level, dimension }];
}

function pairwise(rules: readonly Rule[], provider: Provider): Overlap[] {
  return rules.flatMap((a, at) => [
    ...overlapsWithin(a, provider),
    ...rules.slice(at + 1).flatMap((b) => overlapsBetween(a, b, provider)),
  ]);
}

/** Collisions between the descriptions of one rule, which share all its events. */
export function overlapsWithin(rule: Rule, provider: Provider): Overlap[] {
  const events = commonEventTypes(rule.events, rule.events, provider);
  if (events.length === 0) return [];
  return rule.resources.flatMap((entryA, at) =>
    rule.resources
      .slice(at + 1)
      // The wording "prefix or suffix" is about two rules; inside one, only what truly overlaps is refused.
      .flatMap((entryB) => judge({ a: rule, entryA, b: rule, entryB, events, warn: false })),
  );
}

function indexed(rules: readonly Rule[], provider: Provider): Overlap[] {
  // Many rules ask for the same events.
  const known = new Map<string, string[]>();
  const commonEvents = ({ a, b }: EntryPair): string[] => {
    const question = `${a.events.join(' ')}\n${b.events.join(' ')}`;
    const events = known.get(question) ?? commonEventTypes(a.events, b.events, provider);
    known.set(question, events);
    return events;
  };
  return pairsInCommon(rules, provider).map((pair) => overlapOf(pair, commonEvents(pair)));
}

function overlapOf({ a, b, entryA, entryB }: EntryPair, events: string[]): Overlap {
  return {
    ruleA: a.name,
    entryA,
    ruleB: b.name,
    entryB,
    events,
    witness: resourcesOverlap(entryA, entryB) ?? '',
    level: 'error',
    dimension: 'both',
  };
}

function byBucket(rules: readonly Rule[]): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const group = groups.get(rule.bucket);
    if (group === undefined) groups.set(rule.bucket, [rule]);
    else group.push(rule);
  }
  return groups;
}
