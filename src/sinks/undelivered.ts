import type { Message, TailRecord } from '../domain/record.ts';
import type { Sink } from './sink.ts';

/** Knows the messages that some sink has refused and that were not accepted later, when they came again. */
export interface Undelivered extends Sink {
  count(): number;
}

export function undeliveredSink(): Undelivered {
  const open = new Set<string | Message>();
  return {
    write: () => {},
    refused: (record) => void open.add(nameOf(record)),
    accepted(record) {
      if (open.size > 0) open.delete(nameOf(record));
    },
    count: () => open.size,
    close: () => {},
  };
}

function nameOf({ message }: TailRecord): string | Message {
  return message.messageId ?? message;
}
