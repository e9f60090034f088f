import { bareEventType } from './event-type-pattern.ts';
import { suggestEventType } from './event-type-suggestion.ts';
import { eventGlob } from './filter.ts';
import { providers } from './providers/index.ts';

export interface UnknownGlob {
  readonly glob: string;
  /** The type that may have been meant. */
  readonly suggestion?: string;
}

/** Globs over event types that match no type which any provider is known to have. */
export function unknownEventGlobs(globs: readonly string[]): UnknownGlob[] {
  const known = Object.values(providers).flatMap(({ name, events }) =>
    events.map(({ type }) => ({ provider: name, type: bareEventType(type), raw: {} })),
  );
  return globs
    .filter((glob) => !known.some(eventGlob(glob)))
    .map((glob) => {
      const [nearest] = Object.values(providers).flatMap(
        (provider) => suggestEventType(glob, provider) ?? [],
      );
      return { glob, ...(nearest !== undefined && { suggestion: bareEventType(nearest) }) };
    });
}
