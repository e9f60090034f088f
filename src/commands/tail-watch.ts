import type { Sink } from '../sinks/sink.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { Context } from './context.ts';
import type { TailOptions } from './tail.ts';
import { openFigures, type TailFigures } from './tail-figures.ts';
import { healthSinks } from './tail-health.ts';

/** What tells others how a tail is doing: health, figures, and their sum. */
export interface Watch extends Pick<TailFigures, 'buried' | 'begin' | 'sumUp'> {
  readonly sinks: readonly Sink[];
  close(): Promise<void>;
}

export interface WatchChoice {
  readonly options: TailOptions;
  readonly context: Context;
  /** The same, but for what is told on the screen. */
  readonly covered: Context;
  readonly screen: TuiSink | undefined;
}

/**
 * Opened before anything is made in the cloud: an address may be taken.
 * @throws {Failure} for an address that cannot be listened on; nothing is open then
 */
export async function openWatch({ options, context, covered, screen }: WatchChoice): Promise<Watch> {
  const health = await healthSinks(options.health, covered.tell);
  const closeHealth = async () => {
    for (const sink of health) await sink.close();
  };
  try {
    const figures = await openFigures(options.metrics, {
      // What was counted stood on the screen; nobody asked for it again on the terminal.
      context: screen ? { ...context, tell: screen.tell } : context,
      isSummed: isSummed(options, context),
      filteredFate: filteredFate(options),
    });
    const { buried, begin, sumUp } = figures;
    const close = async () => {
      await closeHealth();
      await figures.close();
    };
    return { sinks: [...health, ...figures.sinks], buried, begin, sumUp, close };
  } catch (error) {
    await closeHealth();
    throw error;
  }
}

/**
 * A file that only goes through us to another program is a filter's work, of which nobody wants a summary; whether its
 * reader had enough half-way cannot be seen when all of it fitted the pipe. `stats FILE` sums it up.
 */
function isSummed(
  { from, forward, route, exec, record, metrics }: TailOptions,
  { system }: Context,
): boolean {
  const isFilter = [forward, route, exec, record, metrics].every((effect) => effect === undefined);
  return from === undefined || !isFilter || system.stdout.isTTY === true;
}

/** Messages without a wanted event are taken from a queue as well, which must not pass in silence. */
function filteredFate({ queue, peek, keepUnmatched }: TailOptions): string {
  if (queue === undefined || peek) return 'filtered out';
  return keepUnmatched ? 'filtered out and left in the queue' : 'filtered out and deleted';
}
