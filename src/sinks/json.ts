import { toPrintableJson } from '../domain/printable.ts';
import { recordJson } from '../domain/record-json.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/** `-o json`: the objects of `-o ndjson`, indented, for people. */
export function jsonSink(output: Output): Writer {
  const writer = createLineWriter(output);
  // A pipe gets the text as it is; a terminal must not be steered by it.
  const shown = output.isTTY ? toPrintableJson : (text: string) => text;
  return {
    write: (record) => writer.line(shown(JSON.stringify(recordJson(record), undefined, 2))),
    close: () => {},
  };
}
