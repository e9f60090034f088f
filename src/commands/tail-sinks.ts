import { OUTPUTS } from '../sinks/index.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import { suitsTui } from './suits-tui.ts';
import type { OutputChoice } from './tail-output.ts';

export interface SinkChoice {
  readonly context: Context;
  /** What is being read, for people. */
  readonly names: string;
  readonly tui: boolean;
  /** Ends the tail from inside the terminal UI, where Ctrl-C is a key and raises no signal. */
  readonly quit: (how: 'quit' | 'interrupt') => void;
}

/** The terminal UI where a person sits in front of both ends and asked for nothing else; lines otherwise. */
export async function tailSinks(output: OutputChoice | undefined, choice: SinkChoice): Promise<Sink[]> {
  const { context, names, tui, quit } = choice;
  const { system, globals } = context;
  if (output === undefined && tui && suitsTui(system)) {
    const { tuiSink } = await import('../tui/sink.ts');
    return [tuiSink({ system, names, quit, utc: globals.utc === true, colors: context.colors('stdout') })];
  }
  const { statusSink } = await import('../sinks/status.ts');
  return [statusSink(context.tell, names), await outputSink(output, context)];
}

async function outputSink(output: OutputChoice | undefined, context: Context): Promise<Sink> {
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
