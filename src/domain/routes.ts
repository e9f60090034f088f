import { eventGlob } from './filter.ts';
import type { TailRecord } from './record.ts';

export interface RouteSpec {
  /** Glob over the event type, as in `--event`. */
  readonly glob: string;
  readonly url: string;
}

/** Where a record goes: the first route whose glob matches, else the default, if there is one. */
export function compileRoutes(
  routes: readonly RouteSpec[],
  fallback: string | undefined,
): (record: TailRecord) => string | undefined {
  const compiled = routes.map(({ glob, url }) => ({ matches: eventGlob(glob), url }));
  return (record) => {
    if (record.kind !== 'event') return fallback;
    return compiled.find(({ matches }) => matches(record.event))?.url ?? fallback;
  };
}
