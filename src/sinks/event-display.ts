import { eventDisplay } from '../domain/event-display.ts';
import { recordLine } from '../domain/record-json.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Sink } from './sink.ts';

/** `-o event-display`: as the log of the vendor's Knative sample shows events. */
export function eventDisplaySink(output: Output): Sink {
  const writer = createLineWriter(output);
  return {
    write: (record) => writer.line(record.kind === 'event' ? eventDisplay(record) : recordLine(record)),
    close: () => {},
  };
}
