import type { TailRecord } from '../domain/record.ts';
import { OUTPUTS } from '../sinks/index.ts';
import type { Sink } from '../sinks/sink.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { Context } from './context.ts';
import { suitsTui } from './suits-tui.ts';
import type { OutputChoice } from './tail-output.ts';
import type { OpenedSource } from './tail-source.ts';

export interface ScreenChoice {
  readonly context: Context;
  /** What is asked for, for people. */
  readonly names: string;
  readonly output?: OutputChoice | undefined;
  readonly tui: boolean;
  /** How many events it keeps. */
  readonly buffer?: number | undefined;
  readonly forward?: ((record: TailRecord) => Promise<string>) | undefined;
  /** Ends the tail from inside the terminal UI, where Ctrl-C is a key and raises no signal. */
  readonly quit: (how: 'quit' | 'interrupt') => void;
  /** Aborts when that was asked for, or a signal came. */
  readonly signal: AbortSignal;
}

/**
 * The terminal UI where a person sits in front of both ends and asked for nothing else. It needs no connection to open,
 * so it comes first.
 */
export async function openScreen(choice: ScreenChoice): Promise<TuiSink | undefined> {
  const { context, output, tui, quit, ...options } = choice;
  const { system, globals } = context;
  // The log of requests, on the same terminal, would be drawn over the screen.
  const isLogged = globals.verbose && system.stderr.isTTY;
  if (output !== undefined || !tui || isLogged || !suitsTui(system)) return undefined;
  const { tuiSink } = await import('../tui/sink.ts');
  return tuiSink({
    ...options,
    quit(how) {
      // Once the screen is closed Ctrl-C is a signal again, and would be the second wish.
      system.signal.addEventListener('abort', () => system.job?.end(), { once: true });
      quit(how);
    },
    system,
    utc: globals.utc === true,
    colors: context.colors('stdout'),
  });
}

/** Lines on stdout, and news of the link on stderr. */
export async function lineSinks(
  output: OutputChoice | undefined,
  { names, links }: Pick<OpenedSource, 'names' | 'links'>,
  context: Context,
): Promise<Sink[]> {
  const [{ statusSink }, { endingSink }] = await Promise.all([
    import('../sinks/status.ts'),
    import('../sinks/ending.ts'),
  ]);
  const watched = context.system.stderr.isTTY ? [endingSink(context.tell)] : [];
  return [statusSink(context.tell, names, links), ...watched, await outputSink(output, context)];
}

/** Tells the others when the clock is off; nothing for what has no service to compare with. */
export async function clockSinks(
  { clockAheadMs }: Pick<OpenedSource, 'clockAheadMs'>,
  others: readonly Sink[],
): Promise<Sink[]> {
  if (clockAheadMs === undefined) return [];
  const { clockSkewSink } = await import('../sinks/clock-skew.ts');
  return [clockSkewSink(clockAheadMs, (notice) => others.forEach((sink) => void sink.notice?.(notice)))];
}

export async function outputSink(output: OutputChoice | undefined, context: Context): Promise<Sink> {
  const { name, template } = output ?? { name: 'pretty' as const, template: '' };
  const overrides = name === 'cloudevents' ? await ceOverridesOf(context) : undefined;
  return OUTPUTS[name]({
    output: context.system.stdout,
    colors: context.colors('stdout'),
    utc: context.globals.utc === true,
    template,
    ...(overrides && { overrides }),
  });
}

async function ceOverridesOf(context: Context) {
  const { ceOverrides } = await import('./tail-forward.ts');
  return ceOverrides(context);
}
