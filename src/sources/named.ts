import type { Source } from './source.ts';

/** The source's news under its name, so that of several one can tell which is lost. */
export function named(source: Source, name: string): Source {
  return async function* (signal) {
    // The new member first: behind what it spreads, Node 20 would make a hidden class of its own for each object.
    for await (const item of source(signal)) yield item.kind === 'notice' ? { source: name, ...item } : item;
  };
}
