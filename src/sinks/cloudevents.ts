import { cloudEventJson, type Extensions } from '../domain/cloudevent.ts';
import { toPrintableJson } from '../domain/printable.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/** `-o cloudevents`: one structured CloudEvent a line. */
export function cloudEventsSink(output: Output, overrides?: Extensions): Writer {
  const writer = createLineWriter(output);
  // A pipe gets the text as it is; a terminal must not be steered by it.
  const shown = output.isTTY ? toPrintableJson : (text: string) => text;
  return {
    write: (record) => writer.line(shown(cloudEventJson(record, overrides))),
    close: () => {},
  };
}
