import type { RouteSpec } from '../domain/routes.ts';
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';
import type { OutputChoice } from './tail-output.ts';

interface Chosen {
  readonly event?: readonly string[] | undefined;
  readonly excludeEvent?: readonly string[] | undefined;
  readonly route?: readonly RouteSpec[] | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly output?: OutputChoice | undefined;
}

/**
 * What can be said of filters and output before anything goes over the network.
 * @throws {UsageError} where nothing could ever pass, or be printed
 */
export async function requireSoundFilter(chosen: Chosen, tell: Context['tell']): Promise<void> {
  const { event = [], excludeEvent = [], route = [], minSize = 0, maxSize = minSize, output } = chosen;
  if (minSize > maxSize) {
    throw new UsageError(
      'no-size',
      `--min-size ${minSize} is above --max-size ${maxSize}: no object is of such a size`,
      'exchange them',
    );
  }
  if (output?.name === 'template') {
    const { requireKnownFields } = await import('../sinks/template.ts');
    requireKnownFields(output.template);
  }
  const globs = [...event, ...excludeEvent, ...route.map(({ glob }) => glob)];
  if (globs.length === 0) return;
  const { unknownEventGlobs } = await import('../domain/event-glob-check.ts');
  // Only a warning: the service may have types that are newer than this program.
  for (const { glob, suggestion } of unknownEventGlobs(globs)) {
    const remedy = suggestion ? `did you mean ${suggestion}?` : 'ossnotify events lists them';
    tell(`warning: no known event type matches ${glob}: ${remedy}`);
  }
}
