import { recordJson } from '../domain/record-json.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Sink } from './sink.ts';

/** `-o json`: the objects of `-o ndjson`, indented, for people. */
export function jsonSink(output: Output): Sink {
  const writer = createLineWriter(output);
  return {
    write: (record) => writer.line(JSON.stringify(recordJson(record), undefined, 2)),
    close: () => {},
  };
}
