import type { Source } from './source.ts';

/** Says at once that it is read: a text has no link that could be ready. */
export function reading(source: Source, now: () => number): Source {
  return async function* (signal) {
    yield { kind: 'notice', link: 'reading', atMs: now() };
    yield* source(signal);
  };
}
