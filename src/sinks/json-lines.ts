import { recordJson } from '../domain/record-json.ts';
import type { Output } from '../system.ts';
import { write } from '../terminal.ts';
import type { Sink } from './sink.ts';

/** `-o ndjson`: one JSON object a line. */
export function jsonLinesSink(output: Output): Sink {
  return {
    write: (record) => write(output, `${JSON.stringify(recordJson(record))}\n`),
    close: () => {},
  };
}
