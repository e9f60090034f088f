import type { IncomingMessage } from 'node:http';
import { realClock } from '../core/clock.ts';
import type { BodyLease } from './body-memory.ts';

/** A client that sends byte by byte would otherwise cost a hundred times what it sends. */
const MERGED_AT_CHUNKS = 1024;
/** An announced body of more is written into one piece of memory as it comes, not joined at its end. */
const LARGE_BYTES = 1024 * 1024;

export interface BodyBounds {
  readonly maximumBytes: number;
  readonly lease: BodyLease;
  /** Asks for the body a client that waits to be asked. */
  readonly bid?: (() => void) | undefined;
}

/** Why a body is not taken: it is longer than it may be, or the bodies of all requests together are. */
export type BodyRefusal = 'too-large' | 'no-room';

/** The whole body, or why it is not kept; rejects when the client breaks off. */
export function readRequestBody(request: IncomingMessage, bounds: BodyBounds): Promise<Buffer | BodyRefusal> {
  const announced = announcedBytes(request);
  if (announced > bounds.maximumBytes) return Promise.resolve('too-large');
  if (!bounds.lease.take(announced)) return Promise.resolve('no-room');
  bounds.bid?.();
  return new Promise((resolve, reject) => {
    const content = announced > LARGE_BYTES ? new AnnouncedContent(announced) : new GrowingContent();
    let size = 0;
    let isOver = false;
    const refuse = (refusal: BodyRefusal) => {
      isOver = true;
      resolve(refusal);
    };
    request.on('data', (chunk: Buffer) => {
      if (isOver) return;
      size += chunk.length;
      if (size > bounds.maximumBytes) refuse('too-large');
      else if (size > announced && !bounds.lease.take(chunk.length)) refuse('no-room');
      else content.add(chunk);
    });
    request.on('end', () => resolve(content.whole()));
    request.on('error', reject);
    request.on('close', () => {
      // An error costs the trace of its stack, and nearly every request closes at its end.
      if (!request.readableEnded) reject(new Error('the request was broken off'));
    });
  });
}

/** 0 where the client does not say. */
export const announcedBytes = (request: IncomingMessage): number =>
  Number(request.headers['content-length'] ?? 0);

class AnnouncedContent {
  readonly #bytes: Buffer;
  #size = 0;

  constructor(announced: number) {
    this.#bytes = Buffer.allocUnsafeSlow(announced);
  }

  add(chunk: Buffer): void {
    this.#size += chunk.copy(this.#bytes, this.#size);
  }

  whole(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }
}

class GrowingContent {
  readonly #merged: Buffer[] = [];
  #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#chunks.length < MERGED_AT_CHUNKS) return;
    this.#merged.push(Buffer.concat(this.#chunks));
    this.#chunks = [];
  }

  whole(): Buffer {
    const [only, ...more] = [...this.#merged, ...this.#chunks];
    return only !== undefined && more.length === 0 ? only : Buffer.concat([...this.#merged, ...this.#chunks]);
  }
}

const DRAINED_BYTES = 512 * 1024 * 1024;
/** Of real time, since a client's connection does not move with the emulator's clock. */
const DRAINED_SECONDS = 10;

/**
 * Reads on and throws away, within bounds and while something comes: a client that sends all before it reads would
 * otherwise see no answer.
 */
export function drainRequest(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    let cancel: () => void = () => undefined;
    const end = () => {
      cancel();
      resolve();
    };
    const watch = (secondsLeft: number, bytesBefore: number) => {
      cancel = realClock.setTimer(1000, () => {
        if (secondsLeft === 0 || bytes === bytesBefore) end();
        else watch(secondsLeft - 1, bytes);
      });
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DRAINED_BYTES) end();
    });
    for (const over of ['end', 'error', 'close'] as const) request.on(over, end);
    watch(DRAINED_SECONDS, bytes);
    request.resume();
  });
}
