import { counted } from '../domain/counted.ts';
import type { Message } from '../domain/record.ts';
import { Failure } from '../errors.ts';
import type { Sink } from './sink.ts';

/** Publishes each message's body as it was received, once however many events it holds. */
export function publishSink(publish: (body: string) => Promise<unknown>): Sink {
  let last: Message | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let published = 0;
  const publishNext = async (body: string) => {
    try {
      await publish(body);
      published += 1;
    } catch (error) {
      throw withCount(error, published);
    }
  };
  return {
    async write({ message }) {
      if (message !== last) {
        last = message;
        // One after the other: a topic keeps no order of what arrives side by side.
        before = before.then(() => publishNext(message.body));
      }
      await before;
    },
    close: () => {},
  };
}

/** Whoever starts again has to know where it stopped. */
function withCount(error: unknown, published: number): unknown {
  if (!(error instanceof Failure)) return error;
  const { kind, code, message, hint, requestId } = error;
  const details = { ...(hint && { hint }), ...(requestId && { requestId }), cause: error };
  return new Failure(
    kind,
    code,
    `${message}; ${counted(published, 'message was', 'messages were')} published before`,
    details,
  );
}
