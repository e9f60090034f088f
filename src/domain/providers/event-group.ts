import type { EventTypeEntry } from './provider.ts';

type Described = readonly [meaning: string, note?: string];

/** The catalogue rows of one group; `prefix` is what the provider's rules put in front of every type. */
export function eventGroup(
  prefix: string,
  group: string,
  operations: Readonly<Record<string, Described>>,
): EventTypeEntry[] {
  return Object.entries(operations).map(([operation, [meaning, note]]) => ({
    type: `${prefix}${group}:${operation}`,
    group,
    meaning,
    ...(note === undefined ? {} : { note }),
  }));
}
