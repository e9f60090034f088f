import { toPrintableJson } from '../domain/printable.ts';
import { recordLine } from '../domain/record-line.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/** `-o ndjson`: one JSON object a line. */
export function jsonLinesSink(output: Output): Writer {
  const writer = createLineWriter(output);
  // A pipe gets the text as it is; a terminal must not be steered by it.
  const shown = output.isTTY ? toPrintableJson : (text: string) => text;
  return {
    write: (record) => writer.line(shown(recordLine(record))),
    close: () => {},
  };
}
