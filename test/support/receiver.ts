import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly posts: ReceivedPost[];
  close(): Promise<void>;
}

type Reply = number | { readonly status: number; readonly headers?: Record<string, string> };

/** A webhook that keeps what it gets and answers as it is told; 204 otherwise. Closed after the test. */
export async function startReceiver(
  reply: (post: ReceivedPost, nth: number) => Reply | Promise<Reply> = () => 204,
): Promise<Receiver> {
  const posts: ReceivedPost[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const post = { path: request.url ?? '', headers: request.headers, body };
    posts.push(post);
    const answer = await reply(post, posts.length);
    const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  open.push(close);
  return { url: `http://127.0.0.1:${port}`, posts, close };
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
