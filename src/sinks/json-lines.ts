import { recordLine } from '../domain/record-json.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Sink } from './sink.ts';

/** `-o ndjson`: one JSON object a line. */
export function jsonLinesSink(output: Output): Sink {
  const writer = createLineWriter(output);
  return {
    write: (record) => writer.line(recordLine(record)),
    close: () => {},
  };
}
