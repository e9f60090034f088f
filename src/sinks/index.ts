import type { Extensions } from '../domain/cloudevent.ts';
import type { Output } from '../system.ts';
import type { ColorLevel } from '../terminal.ts';
import type { Writer } from './sink.ts';

export interface OutputSettings {
  readonly output: Output;
  readonly colors: ColorLevel;
  readonly utc: boolean;
  /** What stands behind `template=`; empty for the other outputs. */
  readonly template: string;
  /** Extensions that every CloudEvent gets. */
  readonly overrides?: Extensions;
}

/** What `tail -o` knows; a new output is a file and a line here. Each is loaded when it is chosen. */
export const OUTPUTS = {
  pretty: async (settings) => (await import('./lines.ts')).linesSink(settings),
  ndjson: async ({ output }) => (await import('./json-lines.ts')).jsonLinesSink(output),
  json: async ({ output }) => (await import('./json.ts')).jsonSink(output),
  cloudevents: async ({ output, overrides }) =>
    (await import('./cloudevents.ts')).cloudEventsSink(output, overrides),
  'event-display': async ({ output }) => (await import('./event-display.ts')).eventDisplaySink(output),
  raw: async ({ output }) => (await import('./raw.ts')).rawSink(output),
  template: async ({ output, template }) => (await import('./template.ts')).templateSink(output, template),
} satisfies Record<string, (settings: OutputSettings) => Promise<Writer>>;

export type OutputName = keyof typeof OUTPUTS;

export const OUTPUT_NAMES = Object.keys(OUTPUTS) as OutputName[];
