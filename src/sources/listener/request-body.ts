import type { IncomingMessage } from 'node:http';
import type { Place } from './admission.ts';

export type ReadBody =
  | { readonly kind: 'whole'; readonly body: Buffer }
  | { readonly kind: 'too-large' | 'no-room' | 'broken-off' };

/** Reads a body of at most so many bytes, counted as they come: what the header says of the length is only a promise. */
export async function readBody(request: IncomingMessage, largest: number, place: Place): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > largest) return { kind: 'too-large' };
      if (!place.grow(chunk.length)) return { kind: 'no-room' };
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'broken-off' };
  }
  return { kind: 'whole', body: Buffer.concat(chunks) };
}
