import type { Message } from '../domain/record.ts';
import type { Sink } from './sink.ts';

/** Publishes each message's body as it was received, once however many events it holds. */
export function publishSink(publish: (body: string) => Promise<unknown>): Sink {
  let last: Message | undefined;
  let before: Promise<unknown> = Promise.resolve();
  return {
    async write({ message }) {
      if (message !== last) {
        last = message;
        // One after the other: a topic keeps no order of what arrives side by side.
        before = before.then(() => publish(message.body));
      }
      await before;
    },
    close: () => {},
  };
}
