import { elementOf, type NotificationEvent } from './event.ts';
import { compileGlob } from './glob.ts';

/** Which events to keep: every member that is given must hold, and of a list one element is enough. */
export interface FilterSpec {
  /** Globs over the event type, written with or without the provider's prefix, or over the operation alone. */
  readonly events?: readonly string[] | undefined;
  /** Globs over the key, whose star crosses slashes. */
  readonly keys?: readonly string[] | undefined;
  readonly prefixes?: readonly string[] | undefined;
  readonly suffixes?: readonly string[] | undefined;
  /** Names in full. */
  readonly buckets?: readonly string[] | undefined;
  /** Bytes, inclusive; an event that tells no size is not within bounds. */
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  /** Over the event's JSON, as received. */
  readonly grep?: readonly RegExp[] | undefined;
  readonly excludeEvents?: readonly string[] | undefined;
  readonly excludeKeys?: readonly string[] | undefined;
}

type Predicate = (event: NotificationEvent) => boolean;

/** The filter as one function; globs are compiled once, and the cheap questions come first. */
export function compileFilter(spec: FilterSpec): Predicate {
  const all = [
    ...sizes(spec),
    ...anyOf(spec.buckets, (bucket) => (event) => event.bucket === bucket),
    ...anyOf(spec.prefixes, (prefix) => (event) => event.key?.startsWith(prefix) ?? false),
    ...anyOf(spec.suffixes, (suffix) => (event) => event.key?.endsWith(suffix) ?? false),
    ...anyOf(spec.events, eventGlob),
    ...anyOf(spec.excludeEvents, eventGlob).map(not),
    ...anyOf(spec.keys, keyGlob),
    ...anyOf(spec.excludeKeys, keyGlob).map(not),
    ...grep(spec.grep),
  ];
  return (event) => all.every((holds) => holds(event));
}

/** One predicate for a list, none for an absent or empty one. */
function anyOf<T>(list: readonly T[] | undefined, compile: (item: T) => Predicate): Predicate[] {
  if (list === undefined || list.length === 0) return [];
  const some = list.map(compile);
  return [(event) => some.some((holds) => holds(event))];
}

function not(holds: Predicate): Predicate {
  return (event) => !holds(event);
}

function sizes({ minSize, maxSize }: FilterSpec): Predicate[] {
  if (minSize === undefined && maxSize === undefined) return [];
  const [least, most] = [minSize ?? 0, maxSize ?? Number.POSITIVE_INFINITY];
  return [({ size }) => size !== undefined && size >= least && size <= most];
}

/** A glob over event types, with or without the provider's prefix; without a colon, over the operation alone too. */
export function eventGlob(glob: string): Predicate {
  const matches = compileGlob(glob.replace(/^(?:oss|ks3):/, ''));
  if (glob.includes(':')) return ({ type }) => matches(type);
  return ({ type }) => matches(type) || matches(type.slice(type.indexOf(':') + 1));
}

function keyGlob(glob: string): Predicate {
  const matches = compileGlob(glob);
  return ({ key }) => key !== undefined && matches(key);
}

function grep(patterns: readonly RegExp[] | undefined): Predicate[] {
  if (patterns === undefined || patterns.length === 0) return [];
  // Flags g and y would make a test depend on the one before it.
  const stateless = patterns.map(({ source, flags }) => new RegExp(source, flags.replace(/[gy]/g, '')));
  return [
    (event) => {
      // Written anew, for what came with escapes.
      const json = JSON.stringify(elementOf(event)) ?? '';
      return stateless.some((pattern) => pattern.test(json));
    },
  ];
}
