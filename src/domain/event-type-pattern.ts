import type { Provider } from './providers/index.ts';

/** Event types compared as patterns, `Group:Operation` or `Group:*`, whatever prefix they carry. */

const PROVIDER_PREFIX = /^(?:oss|ks3|s3):/;

/** `ObjectCreated:PutObject` of `oss:ObjectCreated:PutObject`: the form in which events name their type. */
export function bareEventType(text: string): string {
  return text.replace(PROVIDER_PREFIX, '');
}

/**
 * Whether one event can be of both types. By pattern and not by catalogue, because a wildcard also covers operations
 * added later; so it holds for names newer than this program.
 */
export function eventTypesIntersect(a: string, b: string): boolean {
  const left = bareEventType(a);
  const right = bareEventType(b);
  return left === right || covers(left, right) || covers(right, left);
}

export function isWildcard(type: string): boolean {
  return type.endsWith(':*');
}

/** Every wildcard that a rule may name. */
export function wildcardTypes(provider: Provider): string[] {
  return [...provider.wildcardGroups].map((group) => `${provider.eventPrefix}${group}:*`);
}

function covers(pattern: string, type: string): boolean {
  return isWildcard(pattern) && type.startsWith(pattern.slice(0, -1));
}
