import { constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileFailure } from '../errors.ts';
import type { Input } from '../system.ts';

const CHUNK_BYTES = 256 * 1024;

/** A file's text in pieces; that of a pipe ends at once when the signal aborts, also while nobody writes into it. */
export async function* fileText(path: string, signal?: AbortSignal): AsyncGenerator<string, void, void> {
  try {
    const isPipe = (await stat(path)).isFIFO();
    for await (const chunk of isPipe ? openPipe(path, signal) : openFile(path, signal)) yield String(chunk);
  } catch (error) {
    if (!signal?.aborted) throw fileFailure(error, path, 'read');
  }
}

function openFile(path: string, signal?: AbortSignal): Readable {
  const options = { encoding: 'utf8', highWaterMark: CHUNK_BYTES } as const;
  return createReadStream(path, signal ? { ...options, signal } : options);
}

/** A file's read waits in a thread, where nothing can break it off, and keeps the program; a socket's does not. */
function openPipe(path: string, signal?: AbortSignal): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false, ...(signal && { signal }) });
  return socket.setEncoding('utf8');
}

/** Stdin's text in pieces; ends at once when the signal aborts, also while nobody types. */
export async function* inputText(input: Input, signal: AbortSignal): AsyncGenerator<string, void, void> {
  input.setEncoding('utf8');
  const iterator = input[Symbol.asyncIterator]();
  while (!signal.aborted) {
    const next = await unlessAborted(iterator.next(), signal);
    if (next.done) break;
    yield String(next.value);
  }
  // A terminal that nobody types into would keep the program otherwise.
  input.pause();
}

/** No race against one promise for all: that would keep each piece until the end. */
function unlessAborted<Next>(next: Promise<Next>, signal: AbortSignal): Promise<Next | { done: true }> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve({ done: true });
    signal.addEventListener('abort', stop, { once: true });
    next.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
