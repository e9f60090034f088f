import { eventDisplay } from '../domain/event-display.ts';
import { toPrintableLines } from '../domain/printable.ts';
import { recordLine } from '../domain/record-line.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/** `-o event-display`: as the log of the vendor's Knative sample shows events. */
export function eventDisplaySink(output: Output): Writer {
  const writer = createLineWriter(output);
  // A pipe gets the text as it is; a terminal must not be steered by it.
  const shown = output.isTTY ? toPrintableLines : (text: string) => text;
  return {
    write: (record) =>
      writer.line(shown(record.kind === 'event' ? eventDisplay(record) : recordLine(record))),
    close: () => {},
  };
}
