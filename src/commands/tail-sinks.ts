import { OUTPUTS, type OutputName } from '../sinks/index.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import { suitsTui } from './suits-tui.ts';

export interface SinkChoice {
  readonly context: Context;
  /** What is being read, for people. */
  readonly names: string;
  readonly tui: boolean;
  /** Ends the tail from inside the terminal UI, where Ctrl-C is a key and raises no signal. */
  readonly quit: (how: 'quit' | 'interrupt') => void;
}

/** The terminal UI where a person sits in front of both ends and asked for nothing else; lines otherwise. */
export async function tailSinks(output: OutputName | undefined, choice: SinkChoice): Promise<Sink[]> {
  const { context, names, tui, quit } = choice;
  const { system, globals } = context;
  if (output === undefined && tui && suitsTui(system)) {
    const { tuiSink } = await import('../tui/sink.ts');
    return [tuiSink({ system, names, quit, utc: globals.utc === true, colors: context.colors('stdout') })];
  }
  const lines = await OUTPUTS[output ?? 'pretty']({
    output: system.stdout,
    colors: context.colors('stdout'),
    utc: globals.utc === true,
  });
  const { statusSink } = await import('../sinks/status.ts');
  return [statusSink(context.tell, names), lines];
}
