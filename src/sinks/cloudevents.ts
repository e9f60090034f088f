import { cloudEventJson, type Extensions } from '../domain/cloudevent.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Sink } from './sink.ts';

/** `-o cloudevents`: one structured CloudEvent a line. */
export function cloudEventsSink(output: Output, overrides?: Extensions): Sink {
  const writer = createLineWriter(output);
  return {
    write: (record) => writer.line(cloudEventJson(record, overrides)),
    close: () => {},
  };
}
