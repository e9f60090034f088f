import type { IncomingMessage } from 'node:http';

/** A client that sends byte by byte would otherwise cost a hundred times what it sends. */
const MERGED_AT_CHUNKS = 1024;

/** The whole body, or `undefined` once it has grown past `maximum` bytes; rejects when the client breaks off. */
export function readRequestBody(request: IncomingMessage, maximum: number): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maximum) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const merged: Buffer[] = [];
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maximum) resolve(undefined);
      else chunks.push(chunk);
      if (chunks.length < MERGED_AT_CHUNKS) return;
      merged.push(Buffer.concat(chunks));
      chunks = [];
    });
    request.on('end', () => {
      const [only, ...more] = [...merged, ...chunks];
      resolve(only !== undefined && more.length === 0 ? only : Buffer.concat([...merged, ...chunks]));
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('the request was broken off')));
  });
}
