import { toPrintable } from './printable.ts';
import type { Problem } from './problem.ts';

/**
 * Which keys a rule speaks of: all that begin with `prefix` and end with `suffix` (either may be empty), or one key.
 * The star notation is how people write it: `[PREFIX]*[SUFFIX]`, or the exact key where there is no star.
 */
export type Resource =
  | { readonly kind: 'pattern'; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'name'; readonly key: string };

export type ParsedResource =
  | { readonly ok: true; readonly resource: Resource }
  | { readonly ok: false; readonly problem: Problem };

/** Reads the star notation; `\*` is a literal star, `\\` a literal backslash, any other backslash is itself. */
export function parseResource(text: string): ParsedResource {
  const plain = splitAtOneStar(text);
  if (plain !== undefined) return { ok: true, resource: plain };
  const parts = splitAtStars(text);
  const [first = '', second] = parts;
  if (parts.length > 2) return { ok: false, problem: severalStars(text) };
  if (second !== undefined) return { ok: true, resource: { kind: 'pattern', prefix: first, suffix: second } };
  if (first === '') return { ok: false, problem: EMPTY };
  return { ok: true, resource: { kind: 'name', key: first } };
}

/** The star notation of a resource; `parseResource` reads it back to the same. */
export function formatResource(resource: Resource): string {
  if (resource.kind === 'name') return escapeStars(resource.key);
  return `${escapeStars(resource.prefix)}*${escapeStars(resource.suffix)}`;
}

export function resourceMatches(resource: Resource, key: string): boolean {
  if (resource.kind === 'name') return resource.key === key;
  return key.startsWith(resource.prefix) && key.endsWith(resource.suffix);
}

/** Which part of the resource the key fails, or undefined when it matches. */
export function resourceMismatch(resource: Resource, key: string): 'name' | 'prefix' | 'suffix' | undefined {
  if (resource.kind === 'name') return resource.key === key ? undefined : 'name';
  if (!key.startsWith(resource.prefix)) return 'prefix';
  return key.endsWith(resource.suffix) ? undefined : 'suffix';
}

/** The resource in words, for people. */
export function describeResource(resource: Resource): string {
  if (resource.kind === 'name') return `full name ${JSON.stringify(resource.key)}`;
  return `prefix ${JSON.stringify(resource.prefix)} suffix ${JSON.stringify(resource.suffix)}`;
}

/** What nearly every description is, one star and nothing escaped, without the lists that the rest needs. */
function splitAtOneStar(text: string): Resource | undefined {
  const star = text.indexOf('*');
  if (star === -1 || text.includes('*', star + 1) || text.includes('\\')) return undefined;
  return { kind: 'pattern', prefix: text.slice(0, star), suffix: text.slice(star + 1) };
}

function splitAtStars(text: string): string[] {
  if (!text.includes('\\')) return text.split('*');
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '*') parts.push('');
    else if (char === '\\' && (next === '*' || next === '\\')) append(parts, text[++at] ?? '');
    else append(parts, char);
  }
  return parts;
}

function append(parts: string[], char: string): void {
  parts[parts.length - 1] += char;
}

function escapeStars(text: string): string {
  return text.replace(/[*\\]/g, '\\$&');
}

const EMPTY: Problem = {
  code: 'empty-resource',
  message: 'a resource description is empty',
  hint: 'write * for every key of the bucket, PREFIX*SUFFIX for some, or a full key for one',
};

function severalStars(text: string): Problem {
  return {
    code: 'several-stars',
    message: `resource description ${toPrintable(text)} has more than one star`,
    hint: 'a rule knows one prefix and one suffix: write PREFIX*SUFFIX, and \\* for a star that belongs to the key',
  };
}
