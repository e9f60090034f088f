import type { Message } from '../domain/record.ts';
import type { Sink } from './sink.ts';

/** Knows the messages that some sink has refused and that were not accepted later, when they came again. */
export interface Undelivered extends Sink {
  count(): number;
}

export function undeliveredSink(): Undelivered {
  const open = new Set<string>();
  // What has no id cannot come again: to count it is enough, and to keep it would fill the memory.
  let nameless = 0;
  let last: Message | undefined;
  return {
    refused({ message }) {
      if (message.messageId !== undefined) open.add(message.messageId);
      else if (message !== last) nameless += 1;
      last = message;
    },
    accepted({ message }) {
      if (open.size > 0 && message.messageId !== undefined) open.delete(message.messageId);
    },
    count: () => open.size + nameless,
    close: () => {},
  };
}
