import type { Source } from './source.ts';

/** The source's news under its name, so that of several one can tell which is lost. */
export function named(source: Source, name: string): Source {
  return async function* (signal) {
    for await (const item of source(signal)) yield item.kind === 'notice' ? { ...item, source: name } : item;
  };
}
