import { createReadStream } from 'node:fs';
import { fileFailure } from '../errors.ts';
import type { Input } from '../system.ts';

const CHUNK_BYTES = 256 * 1024;

/** A file's text in pieces. */
export async function* fileText(path: string, signal?: AbortSignal): AsyncGenerator<string, void, void> {
  const options = { encoding: 'utf8', highWaterMark: CHUNK_BYTES } as const;
  const stream = createReadStream(path, signal ? { ...options, signal } : options);
  try {
    for await (const chunk of stream) yield String(chunk);
  } catch (error) {
    if (!signal?.aborted) throw fileFailure(error, path, 'read');
  }
}

/** Stdin's text in pieces; ends at once when the signal aborts, also while nobody types. */
export async function* inputText(input: Input, signal: AbortSignal): AsyncGenerator<string, void, void> {
  input.setEncoding('utf8');
  const iterator = input[Symbol.asyncIterator]();
  const stopped = new Promise<{ done: true }>((resolve) =>
    signal.addEventListener('abort', () => resolve({ done: true }), { once: true }),
  );
  while (!signal.aborted) {
    const next = await Promise.race([iterator.next(), stopped]);
    if (next.done) break;
    yield String(next.value);
  }
  // A terminal that nobody types into would keep the program otherwise.
  input.pause();
}
