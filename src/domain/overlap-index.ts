import { EndingTree } from './ending-tree.ts';
import { rulesByEvent } from './event-atoms.ts';
import type { Provider } from './providers/index.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';

/**
 * The near-linear search for overlapping descriptions. Sorting by prefix is a depth-first walk of a trie of prefixes:
 * the patterns whose prefix begins the current one form a stack. A tree of suffixes holds open just that stack,
 * so the current entry is compared with what it overlaps and with nothing else.
 */

/** Two descriptions with a key and an event in common; `a` stands before `b` in the list of rules, or is `b`. */
export interface EntryPair<R extends Rule> {
  readonly a: R;
  readonly entryA: Resource;
  readonly b: R;
  readonly entryB: Resource;
}

interface Entry {
  /** Prefix of a pattern, or the full name. */
  readonly start: string;
  /** Suffix of a pattern, or the full name. */
  readonly end: string;
  readonly resource: Resource;
  readonly rule: number;
  /** Place of the description in its rule. */
  readonly place: number;
}

/** Such pairs, `atMost` of them, by the places of rules and descriptions. All rules must be of one bucket. */
export function pairsInCommon<R extends Rule>(
  rules: readonly R[],
  provider: Provider,
  atMost: number,
): EntryPair<R>[] {
  const sets = rulesByEvent(rules, provider);
  const found: (readonly [Entry, Entry])[] = [];
  sets.forEach((set, at) => {
    const earlier = sets.slice(0, at);
    eachComparablePair(sortedEntries(rules, set), (one, other) => {
      // Two rules may share several sets; the first one speaks.
      if (!earlier.some((seen) => seen.has(one.rule) && seen.has(other.rule)))
        found.push(inOrder(one, other));
      return found.length < atMost;
    });
  });
  return found.sort(byPlace).flatMap(([one, other]) => {
    const a = rules[one.rule];
    const b = rules[other.rule];
    return a === undefined || b === undefined ? [] : [{ a, entryA: one.resource, b, entryB: other.resource }];
  });
}

function sortedEntries(rules: readonly Rule[], set: ReadonlySet<number>): Entry[] {
  const entries: Entry[] = [];
  for (const rule of set) {
    rules[rule]?.resources.forEach((resource, place) => {
      const isName = resource.kind === 'name';
      const start = isName ? resource.key : resource.prefix;
      const end = isName ? resource.key : resource.suffix;
      entries.push({ start, end, resource, rule, place });
    });
  }
  return entries.sort(byStart);
}

/** By UTF-16 units, as `startsWith` compares; patterns before the full name at the same place. */
function byStart(one: Entry, other: Entry): number {
  if (one.start !== other.start) return one.start < other.start ? -1 : 1;
  return Number(one.resource.kind === 'name') - Number(other.resource.kind === 'name');
}

/** Calls `found` with each pair until it answers that it has enough. */
function eachComparablePair(entries: readonly Entry[], found: (one: Entry, other: Entry) => boolean): void {
  const open = new OpenPatterns(entries);
  let sameNames: Entry[] = [];
  for (const entry of entries) {
    open.closeUntilPrefixOf(entry.start);
    if (entry.resource.kind === 'pattern') {
      for (const other of open.comparableWith(entry)) if (!found(other, entry)) return;
      open.push(entry);
      continue;
    }
    for (const other of open.matching(entry)) if (!found(other, entry)) return;
    if (sameNames[0]?.start !== entry.start) sameNames = [];
    for (const other of sameNames) if (!found(other, entry)) return;
    sameNames.push(entry);
  }
}

/** The patterns whose prefix begins the entry that is being looked at. */
class OpenPatterns {
  readonly #stack: Entry[] = [];
  readonly #bySuffix: EndingTree<Entry>;

  constructor(entries: readonly Entry[]) {
    this.#bySuffix = new EndingTree(entries.map(({ end }) => end));
  }

  closeUntilPrefixOf(start: string): void {
    for (let top = this.#stack.at(-1); top !== undefined; top = this.#stack.at(-1)) {
      if (start.startsWith(top.start)) return;
      this.#stack.pop();
      this.#bySuffix.close(top.end);
    }
  }

  push(entry: Entry): void {
    this.#stack.push(entry);
    this.#bySuffix.open(entry.end, entry);
  }

  comparableWith(pattern: Entry): readonly Entry[] {
    return this.#bySuffix.comparableWith(pattern.end);
  }

  matching(name: Entry): readonly Entry[] {
    return this.#bySuffix.endingOf(name.end);
  }
}

function inOrder(one: Entry, other: Entry): readonly [Entry, Entry] {
  return place(one, other) <= 0 ? [one, other] : [other, one];
}

function byPlace(one: readonly [Entry, Entry], other: readonly [Entry, Entry]): number {
  return (
    one[0].rule - other[0].rule ||
    one[1].rule - other[1].rule ||
    place(one[0], other[0]) ||
    place(one[1], other[1])
  );
}

function place(one: Entry, other: Entry): number {
  return one.rule - other.rule || one.place - other.place;
}
