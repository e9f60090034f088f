import { bareEventType, eventTypesIntersect, isWildcard, wildcardTypes } from './event-type-pattern.ts';
import type { Provider } from './providers/index.ts';

export { eventTypesIntersect, isWildcard } from './event-type-pattern.ts';
export { suggestEventType } from './event-type-suggestion.ts';

/** Event types as rules and messages spell them, brought to one form. */

const GROUP_TYPE = /^(Object[A-Z][A-Za-z]*)Group$/;

/**
 * The one spelling that the provider's rules use. Known variants are the provider's prefix given or left out, a bare
 * operation (the OSS console's list), `Group:All` (infrastructure as code) and `…Group` (older OSS regions).
 * What is unknown comes back as it is.
 */
export function normaliseEventType(text: string, provider: Provider): string {
  const known = KNOWN[provider.name];
  const found = known.get(text) ?? normalised(text, provider);
  if (known.size < REMEMBERED) known.set(text, found);
  return found;
}

/** A file of ten thousand rules writes the same few types over and over. */
const KNOWN: Readonly<Record<Provider['name'], Map<string, string>>> = { oss: new Map(), ks3: new Map() };
const REMEMBERED = 1000;

function normalised(text: string, provider: Provider): string {
  const trimmed = text.trim();
  const own = trimmed.startsWith(`${provider.name}:`) ? trimmed.slice(provider.name.length + 1) : trimmed;
  const candidate = wildcardOf(own) ?? withGroup(own, provider) ?? own;
  return isGrouped(candidate, provider)
    ? provider.eventPrefix + candidate
    : trimmedPrefix(trimmed, own, provider);
}

/** Whether a rule may name it: a type of the catalogue, or the wildcard of a group that has one. */
export function isKnownEventType(text: string, provider: Provider): boolean {
  const type = normaliseEventType(text, provider);
  return provider.events.some((entry) => entry.type === type) || wildcardTypes(provider).includes(type);
}

/** The concrete types behind a wildcard, in the order of the catalogue; any other type stands for itself. */
export function expandEventType(type: string, provider: Provider): string[] {
  const normal = normaliseEventType(type, provider);
  if (!isWildcard(normal)) return [normal];
  const covered = provider.events.filter((entry) => eventTypesIntersect(entry.type, normal));
  return covered.length === 0 ? [normal] : covered.map((entry) => entry.type);
}

/** The other way round: a wildcard in place of all the types that it covers, the rest as it is. */
export function gatherEventTypes(types: readonly string[], provider: Provider): string[] {
  const gathered = wildcardTypes(provider).filter((wildcard) =>
    expandEventType(wildcard, provider).every((type) => types.includes(type)),
  );
  const covered = (type: string) => gathered.some((wildcard) => eventTypesIntersect(wildcard, type));
  return [...gathered, ...types.filter((type) => !covered(type))];
}

/** The concrete types that both lists ask for, those of the catalogue first. */
export function commonEventTypes(a: readonly string[], b: readonly string[], provider: Provider): string[] {
  const left = a.map((type) => normaliseEventType(type, provider));
  const right = b.map((type) => normaliseEventType(type, provider));
  const common = new Set<string>();
  for (const one of left) {
    for (const other of right) {
      if (!eventTypesIntersect(one, other)) continue;
      for (const type of expandEventType(isWildcard(one) ? other : one, provider)) common.add(type);
    }
  }
  return inCatalogueOrder(common, provider);
}

function wildcardOf(type: string): string | undefined {
  if (type.endsWith(':All')) return `${type.slice(0, -':All'.length)}:*`;
  const group = GROUP_TYPE.exec(type)?.[1];
  return group === undefined ? undefined : `${group}:*`;
}

/** A bare operation with its group; not where the word is a group itself (`ObjectCreated` is also a replication type). */
function withGroup(operation: string, provider: Provider): string | undefined {
  if (operation.includes(':') || provider.events.some((entry) => entry.group === operation)) return undefined;
  const entry = provider.events.find(({ type }) => type.endsWith(`:${operation}`));
  return entry === undefined ? undefined : bareEventType(entry.type);
}

function isGrouped(type: string, provider: Provider): boolean {
  return provider.events.some(({ group }) => type.startsWith(`${group}:`));
}

/** An unknown type keeps its prefix where the provider's rules carry one. */
function trimmedPrefix(text: string, own: string, provider: Provider): string {
  return provider.eventPrefix === '' ? own : text;
}

function inCatalogueOrder(types: ReadonlySet<string>, provider: Provider): string[] {
  const listed = provider.events.map((entry) => entry.type).filter((type) => types.has(type));
  const unlisted = [...types].filter((type) => !listed.includes(type)).sort();
  return [...listed, ...unlisted];
}
