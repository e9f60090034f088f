import type { Sink } from '../sinks/sink.ts';
import { undeliveredSink } from '../sinks/undelivered.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { Context } from './context.ts';
import type { TailOptions } from './tail.ts';
import { openFigures } from './tail-figures.ts';
import type { Forwarding } from './tail-forward.ts';
import { healthSinks } from './tail-health.ts';
import { clockSinks, lineSinks } from './tail-sinks.ts';
import type { OpenedSource } from './tail-source.ts';

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

interface SinkChoice {
  readonly options: TailOptions;
  readonly context: Context;
  /** The same, but for what is told on the screen. */
  readonly covered: Context;
  readonly screen: TuiSink | undefined;
  readonly opened: OpenedSource;
  readonly forwarding: Forwarding;
}

/** Everything that records go to; when one cannot be opened, those before it are closed again. */
export async function openSinks({ options, context, covered, screen, opened, forwarding }: SinkChoice) {
  const sinks: Sink[] = screen ? [screen] : await lineSinks(options.output, opened, context);
  try {
    sinks.push(...(await clockSinks(opened, [...sinks])));
    let buried = () => {};
    const { ifRefused } = opened;
    const manner = { isOnScreen: screen !== undefined, ifRefused, buried: () => buried() };
    sinks.push(...(await forwarding.open(covered, manner)));
    sinks.push(...(await healthSinks(options.health, covered.tell)));
    const figures = await openFigures(options.metrics, {
      // What was counted stood on the screen; nobody asked for it again on the terminal.
      context: screen ? { ...context, tell: screen.tell } : context,
      isSummed: isSummed(options, context),
      filteredFate: filteredFate(options),
    });
    buried = figures.buried;
    const undelivered = undeliveredSink();
    return { sinks: [...sinks, ...figures.sinks, undelivered], figures, undelivered };
  } catch (error) {
    for (const sink of sinks) await sink.close();
    throw error;
  }
}
