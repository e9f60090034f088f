import type { Sink } from '../sinks/sink.ts';
import { undeliveredSink } from '../sinks/undelivered.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { Context } from './context.ts';
import type { TailOptions } from './tail.ts';
import type { Forwarding } from './tail-forward.ts';
import { clockSinks, lineSinks } from './tail-sinks.ts';
import type { OpenedSource } from './tail-source.ts';
import type { Watch } from './tail-watch.ts';

export interface SinkChoice {
  readonly options: TailOptions;
  readonly context: Context;
  /** The same, but for what is told on the screen. */
  readonly covered: Context;
  readonly screen: TuiSink | undefined;
  readonly opened: OpenedSource;
  readonly forwarding: Forwarding;
  readonly watch: Watch;
}

/** Everything that records go to; when one cannot be opened, those before it are closed again. */
export async function openSinks(choice: SinkChoice) {
  const { options, context, covered, screen, opened, forwarding, watch } = choice;
  const sinks: Sink[] = screen ? [screen] : await lineSinks(options.output, opened, context);
  try {
    sinks.push(...(await clockSinks(opened, [...sinks])));
    const { ifRefused, comesAgain } = opened;
    const { buried } = watch;
    const manner = { isOnScreen: screen !== undefined, ifRefused, comesAgain, buried };
    sinks.push(...(await forwarding.open(covered, manner)));
    const undelivered = undeliveredSink();
    return { sinks: [...sinks, ...watch.sinks, undelivered], undelivered };
  } catch (error) {
    for (const sink of sinks) await sink.close();
    throw error;
  }
}
