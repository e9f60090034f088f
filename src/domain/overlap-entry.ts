import type { Resource } from './resource.ts';

/** When two resource descriptions have a key in common, and which; the proof stands in the tests' brute force. */

/** The longest key that OSS takes, in bytes (KS3: one more). */
const LONGEST_KEY_BYTES = 1023;

/** A key that both match, or undefined when there is none. */
export function resourcesOverlap(a: Resource, b: Resource): string | undefined {
  if (a.kind === 'name') return nameOverlaps(a.key, b) ? a.key : undefined;
  if (b.kind === 'name') return nameOverlaps(b.key, a) ? b.key : undefined;
  if (!prefixesComparable(a, b) || !suffixesComparable(a, b)) return undefined;
  return witness(longer(a.prefix, b.prefix), longer(a.suffix, b.suffix));
}

/** In which of the two dimensions patterns agree; a full name agrees in both or in none. */
export function commonDimension(a: Resource, b: Resource): 'both' | 'prefix' | 'suffix' | undefined {
  if (a.kind === 'name' || b.kind === 'name')
    return resourcesOverlap(a, b) === undefined ? undefined : 'both';
  if (!prefixesComparable(a, b)) return suffixesComparable(a, b) ? 'suffix' : undefined;
  return suffixesComparable(a, b) ? 'both' : 'prefix';
}

/** What all of them match, or undefined when no key can be in all. */
export function intersectionOf(resources: readonly Resource[]): Resource | undefined {
  const [first, ...rest] = resources;
  return rest.reduce<Resource | undefined>((all, next) => all && common(all, next), first);
}

function common(a: Resource, b: Resource): Resource | undefined {
  if (a.kind === 'name') return nameOverlaps(a.key, b) ? a : undefined;
  if (b.kind === 'name') return nameOverlaps(b.key, a) ? b : undefined;
  if (!prefixesComparable(a, b) || !suffixesComparable(a, b)) return undefined;
  return { kind: 'pattern', prefix: longer(a.prefix, b.prefix), suffix: longer(a.suffix, b.suffix) };
}

type Pattern = Extract<Resource, { kind: 'pattern' }>;

function nameOverlaps(key: string, other: Resource): boolean {
  if (other.kind === 'name') return other.key === key;
  return key.startsWith(other.prefix) && key.endsWith(other.suffix);
}

function prefixesComparable(a: Pattern, b: Pattern): boolean {
  return a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
}

function suffixesComparable(a: Pattern, b: Pattern): boolean {
  return a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
}

function longer(a: string, b: string): string {
  return a.length >= b.length ? a : b;
}

/** Prefix + suffix is in both; it is made printable, and kept within what a key may measure where that can be. */
function witness(prefix: string, suffix: string): string {
  if (prefix === '' && suffix === '') return 'any-object';
  // OSS takes no key that begins with a slash or a backslash.
  if (prefix === '' && /^[/\\]/.test(suffix)) return `x${suffix}`;
  const joined = prefix + suffix;
  return Buffer.byteLength(joined) <= LONGEST_KEY_BYTES ? joined : joinSharing(prefix, suffix);
}

/** The shortest text that begins with the one and ends with the other: they share as many letters as they can. */
function joinSharing(prefix: string, suffix: string): string {
  for (let shared = Math.min(prefix.length, suffix.length); shared > 0; shared--) {
    if (prefix.endsWith(suffix.slice(0, shared))) return prefix + suffix.slice(shared);
  }
  return prefix + suffix;
}
