import { toPrintableLines } from '../domain/printable.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/** `-o raw`: the message body as received, one a line; once for a message, however many of its events are shown. */
export function rawSink(output: Output): Writer {
  const writer = createLineWriter(output);
  // A pipe gets the text as it is; a terminal must not be steered by it.
  const shown = output.isTTY ? toPrintableLines : (text: string) => text;
  let lastShown: object | undefined;
  return {
    write(record) {
      if (record.message === lastShown) return undefined;
      lastShown = record.message;
      return writer.line(shown(record.message.body));
    },
    close: () => {},
  };
}
