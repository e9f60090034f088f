import type { Output } from '../system.ts';
import { write } from '../terminal.ts';
import type { Sink } from './sink.ts';

/** `-o raw`: the message body as received, one a line; once for a message, however many of its events are shown. */
export function rawSink(output: Output): Sink {
  let lastShown: object | undefined;
  return {
    write(record) {
      if (record.message === lastShown) return undefined;
      lastShown = record.message;
      return write(output, `${record.message.body}\n`);
    },
    close: () => {},
  };
}
