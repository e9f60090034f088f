import { eventTypesIntersect, gatherEventTypes, isWildcard } from './event-type.ts';
import type { Overlap } from './overlap.ts';
import { toPrintable } from './printable.ts';
import type { Provider } from './providers/index.ts';
import { formatResource, type Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import type { Suspicion } from './suspicion.ts';

/** What to say of an overlap, beside its bare facts. */

/** The facts as programs get them. */
export function overlapFacts(overlap: Overlap, provider: Provider) {
  const { ruleA, entryA, ruleB, entryB, events, level, dimension, witness } = overlap;
  const redundant = redundantEntry(overlap);
  return {
    ruleA,
    entryA: formatResource(entryA),
    ruleB,
    entryB: formatResource(entryB),
    events,
    level,
    dimension,
    witness,
    ...(isTooLong(witness, provider) && { witnessTooLong: true }),
    ...(redundant && { redundant: formatResource(redundant) }),
  };
}

/** One sentence in which the witness key, and it alone, stands in double quotes. */
export function overlapSentence(overlap: Overlap, provider: Provider): string {
  const { events, witness, level, dimension } = overlap;
  const [ruleA, ruleB] = [called(overlap.ruleA), called(overlap.ruleB)];
  const [a, b] = [overlap.entryA, overlap.entryB].map((entry) => toPrintable(formatResource(entry)));
  const shared = gatherEventTypes(events, provider).join(', ');
  if (dimension !== 'both')
    return `rule ${ruleA} (${a}) and rule ${ruleB} (${b}) share their ${dimension} for ${shared}: ${mayRefuse(provider)}`;
  const length = isTooLong(witness, provider) ? ', which is longer than a key may be' : '';
  if (level === 'warning')
    return `rule ${ruleA} (${a}) and rule ${ruleB} (${b}) may overlap for ${shared}, since an entry with several descriptions can be read as all or as any of them: both match the key "${toPrintable(witness)}"${length}`;
  return overlap.a === overlap.b
    ? `rule ${ruleA} overlaps itself (${a} and ${b}) for ${shared}: both match the key "${toPrintable(witness)}"${length}`
    : `rule ${ruleA} (${a}) overlaps rule ${ruleB} (${b}) for ${shared}: both match the key "${toPrintable(witness)}"${length}`;
}

/** The same for rules that are only suspected; two of them are told with their descriptions. */
export function suspicionSentence({ dimension, overlaps, rules }: Suspicion, provider: Provider): string {
  const [first] = overlaps;
  if (first !== undefined && rules.length === 2) return overlapSentence(first, provider);
  const events = new Set(overlaps.flatMap((overlap) => overlap.events));
  const shared = gatherEventTypes([...events], provider).join(', ');
  const centre = rules.find((rule) => overlaps.every(({ a, b }) => a === rule || b === rule));
  const others = rules.filter((rule) => rule !== centre);
  const who = centre
    ? `rule ${called(centre.name)} shares its ${dimension} with rules ${namesOf(others)}`
    : `rules ${namesOf(others)} share their ${dimension} with one another`;
  return `${who} for ${shared}: ${mayRefuse(provider)}`;
}

/** The dimension that they share is the one to change; different events mend it, too. */
export function suspicionRemedy({ dimension }: Suspicion): string {
  const dimensions = dimension === 'prefix' ? 'prefixes' : 'suffixes';
  return `if it is refused, make the ${dimensions} differ, or split the events`;
}

const NAMES_TOLD = 10;

function namesOf(rules: readonly Rule[]): string {
  const names = rules.slice(0, NAMES_TOLD).map(({ name }) => called(name));
  const more = rules.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

function mayRefuse({ label }: Provider): string {
  return `${label} may refuse that, its documentation says prefix or suffix`;
}

/** What mends it: the redundant description where there is one, else what is always true. */
export function overlapRemedy(overlap: Overlap): string {
  const redundant = redundantEntry(overlap);
  if (redundant === undefined)
    return overlap.a === overlap.b
      ? 'make the prefixes or the suffixes differ'
      : 'make the prefixes or the suffixes differ, or split the events';
  const [rule, wider] =
    redundant === overlap.entryB
      ? [called(overlap.ruleB), overlap.entryA]
      : [called(overlap.ruleA), overlap.entryB];
  const [inner, outer] = [redundant, wider].map((entry) => toPrintable(formatResource(entry)));
  return inner === outer
    ? `${inner} of rule ${rule} is redundant: it is there already`
    : `${inner} of rule ${rule} is redundant: ${outer} matches all that it does`;
}

/** A rule of a file that is only being checked may lack its name. */
function called(name: string): string {
  return name === '' ? '(no name)' : name;
}

/** The description that could be left out without losing an event: everything of it is in the other one. */
function redundantEntry({ level, a, entryA, b, entryB }: Overlap): Resource | undefined {
  if (level === 'warning') return undefined;
  if (contains(entryA, entryB) && asksForAll(a, b)) return entryB;
  return contains(entryB, entryA) && asksForAll(b, a) ? entryA : undefined;
}

function contains(outer: Resource, inner: Resource): boolean {
  if (outer.kind === 'name') return inner.kind === 'name' && inner.key === outer.key;
  const [start, end] = inner.kind === 'name' ? [inner.key, inner.key] : [inner.prefix, inner.suffix];
  return start.startsWith(outer.prefix) && end.endsWith(outer.suffix);
}

function asksForAll(outer: Rule, inner: Rule): boolean {
  return inner.events.every((type) =>
    outer.events.some((other) => other === type || (isWildcard(other) && eventTypesIntersect(other, type))),
  );
}

/** A shorter common key may exist where the parts share letters; the overlap counts all the same. */
function isTooLong(witness: string, { maxKeyBytes }: Provider): boolean {
  return Buffer.byteLength(witness) > maxKeyBytes;
}
