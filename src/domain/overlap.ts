import { commonEventTypes } from './event-type.ts';
import { commonDimension, resourcesOverlap } from './overlap-entry.ts';
import { type EntryPair, pairsInCommon } from './overlap-index.ts';
import type { Provider } from './providers/index.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';

export { resourcesOverlap } from './overlap-entry.ts';

/** Two descriptions that the provider refuses (error) or may refuse (warning) beside each other. */
export interface Overlap<R extends Rule = Rule> {
  readonly a: R;
  readonly b: R;
  readonly ruleA: string;
  readonly entryA: Resource;
  readonly ruleB: string;
  readonly entryB: Resource;
  /** Concrete event types that both rules ask for. */
  readonly events: string[];
  /** A key that both match; empty where the two agree in one dimension alone, and no key does. */
  readonly witness: string;
  /** A warning where it depends on how the provider's documents are read. */
  readonly level: 'error' | 'warning';
  /** Where the two agree. Only KS3 minds one alone: its documentation says "prefix or suffix". */
  readonly dimension: 'both' | 'prefix' | 'suffix';
}

/** Every pair of descriptions of two rules that collides; none when buckets or events differ. */
export function overlapsBetween<R extends Rule>(a: R, b: R, provider: Provider): Overlap<R>[] {
  if (a.bucket !== b.bucket) return [];
  const events = commonEventTypes(a.events, b.events, provider);
  if (events.length === 0) return [];
  const warn = provider.partialOverlapWarnedUpTo > 0;
  const among = (ofA: readonly Resource[], ofB: readonly Resource[]) =>
    ofA.flatMap((entryA) => ofB.flatMap((entryB) => judge({ a, entryA, b, entryB, events, warn })));
  const sure = among(narrowOf(a), narrowOf(b));
  if (!isOpen(a) && !isOpen(b)) return sure;
  // Under one meaning of such an entry there is an overlap, under the other there is none.
  const isSure = sure.some(({ level }) => level === 'error');
  return isSure ? sure : among(a.resources, b.resources).map((overlap) => ({ ...overlap, level: 'warning' }));
}

/** Whether the rule has an entry that can be read in two ways. */
function isOpen({ narrow }: Rule): boolean {
  return narrow !== undefined;
}

function narrowOf({ narrow, resources }: Rule): readonly Resource[] {
  return narrow ?? resources;
}

/**
 * Every collision among the rules, also between descriptions of one rule (then `ruleA` is `ruleB`), ordered by the
 * rules' places in the list. Near-linear in the length of the rules plus what is found; the search ends where it
 * has found `atMost` in a bucket, since as many collisions as pairs of rules are no list that anybody reads.
 */
export function findOverlaps<R extends Rule>(
  rules: readonly R[],
  provider: Provider,
  atMost = Number.POSITIVE_INFINITY,
): Overlap<R>[] {
  return [...byBucket(rules).values()].flatMap((group) =>
    group.length <= provider.partialOverlapWarnedUpTo
      ? worstFirst(pairwise(group, provider), atMost)
      : indexed(group, provider, atMost),
  );
}

/** Where not all can be told, suspicions must not crowd out what is refused. */
function worstFirst<R extends Rule>(overlaps: readonly Overlap<R>[], atMost: number): readonly Overlap<R>[] {
  if (overlaps.length <= atMost) return overlaps;
  const errors = overlaps.filter(({ level }) => level === 'error');
  return [...errors, ...overlaps.filter(({ level }) => level === 'warning')].slice(0, atMost);
}

interface Candidates<R extends Rule> {
  readonly a: R;
  readonly entryA: Resource;
  readonly b: R;
  readonly entryB: Resource;
  readonly events: string[];
  readonly warn: boolean;
}

function judge<R extends Rule>({ a, entryA, b, entryB, events, warn }: Candidates<R>): Overlap<R>[] {
  const dimension = commonDimension(entryA, entryB);
  if (dimension === undefined || (dimension !== 'both' && !warn)) return [];
  const witness = resourcesOverlap(entryA, entryB) ?? '';
  const level = dimension === 'both' ? 'error' : 'warning';
  return [{ a, b, ruleA: a.name, entryA, ruleB: b.name, entryB, events, witness, level, dimension }];
}

function pairwise<R extends Rule>(rules: readonly R[], provider: Provider): Overlap<R>[] {
  return rules.flatMap((a, at) => [
    ...overlapsWithin(a, provider),
    ...rules.slice(at + 1).flatMap((b) => overlapsBetween(a, b, provider)),
  ]);
}

/** Collisions between the descriptions of one rule, which share all its events. */
export function overlapsWithin<R extends Rule>(rule: R, provider: Provider): Overlap<R>[] {
  const events = commonEventTypes(rule.events, rule.events, provider);
  if (events.length === 0) return [];
  const entries = narrowOf(rule);
  return entries.flatMap((entryA, at) =>
    entries
      .slice(at + 1)
      // The wording "prefix or suffix" is about two rules; inside one, only what truly overlaps is refused.
      .flatMap((entryB) => judge({ a: rule, entryA, b: rule, entryB, events, warn: false })),
  );
}

/** Rules that are read in two ways are live ones, and few: they are compared one by one. */
function indexed<R extends Rule>(rules: readonly R[], provider: Provider, atMost: number): Overlap<R>[] {
  const open = rules.filter(isOpen);
  if (open.length === 0) return searched(rules, provider, atMost);
  const plain = rules.filter((rule) => !isOpen(rule));
  const ofOpen = open.flatMap((rule, at) => [
    ...overlapsWithin(rule, provider),
    ...[...plain, ...open.slice(at + 1)].flatMap((other) => overlapsBetween(other, rule, provider)),
  ]);
  return [...searched(plain, provider, atMost), ...ofOpen].slice(0, atMost);
}

function searched<R extends Rule>(rules: readonly R[], provider: Provider, atMost: number): Overlap<R>[] {
  // Many rules ask for the same events.
  const known = new Map<string, string[]>();
  const commonEvents = ({ a, b }: EntryPair<R>): string[] => {
    const question = `${a.events.join(' ')}\n${b.events.join(' ')}`;
    const events = known.get(question) ?? commonEventTypes(a.events, b.events, provider);
    known.set(question, events);
    return events;
  };
  return pairsInCommon(rules, provider, atMost).map((pair) => overlapOf(pair, commonEvents(pair)));
}

function overlapOf<R extends Rule>({ a, b, entryA, entryB }: EntryPair<R>, events: string[]): Overlap<R> {
  return {
    a,
    b,
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

function byBucket<R extends Rule>(rules: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const rule of rules) {
    const group = groups.get(rule.bucket);
    if (group === undefined) groups.set(rule.bucket, [rule]);
    else group.push(rule);
  }
  return groups;
}
