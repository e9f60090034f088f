import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newRequestId } from './core/identity.ts';
import { apiFamilyOf } from './http/api-family.ts';
import { Query } from './http/query.ts';
import { readRequestBody } from './http/request-body.ts';
import type { Answer, WireRequest } from './http/wire-request.ts';
import type { Router } from './router.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly router: Router;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that none is cut while a request is on its way. */
const KEEP_ALIVE_MS = 75_000;
/** Node's server refuses more than this many bytes of headers; long keys and metadata need room. */
const MAXIMUM_HEADER_BYTES = 64 * 1024;

/** Listens, reads each request to its end, lets the router answer it, and writes the answer. */
export function startServer({ host, port, router }: ServerOptions): Promise<RunningServer> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAXIMUM_HEADER_BYTES },
    (request, response) => {
      void exchange(router, request, response);
    },
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server) });
    });
  });
}

async function exchange(router: Router, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const head = headOf(incoming, response);
    const body = await readRequestBody(incoming, router.maximumBodyBytes(apiFamilyOf(head)));
    const request = { ...head, body: body ?? Buffer.alloc(0) };
    const answer = body === undefined ? router.refuseBody(request) : await router.answer(request);
    if (answer === 'drop') incoming.socket.destroy();
    else writeAnswer(request, response, answer, body === undefined);
  } catch {
    // The client broke off: there is nobody left to answer.
    incoming.socket.destroy();
  }
}

function headOf(incoming: IncomingMessage, response: ServerResponse): Omit<WireRequest, 'body'> {
  const target = originForm(incoming.url ?? '/');
  const mark = target.indexOf('?');
  return {
    id: newRequestId(),
    method: incoming.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new Query(mark < 0 ? '' : target.slice(mark + 1)),
    headers: incoming.headers as Record<string, string>,
    sourceIp: (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    whenGone: (then) => {
      response.once('close', () => {
        if (!response.writableFinished) then();
      });
    },
  };
}

/** A client that takes the emulator for a proxy sends the whole URL. */
const originForm = (target: string): string => target.replace(/^https?:\/\/[^/?]*/i, '') || '/';

function writeAnswer(request: WireRequest, response: ServerResponse, answer: Answer, closes: boolean): void {
  const { status, headers, body } = answer;
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  // Exactly the spelling given: some SDKs look header names up case-sensitively.
  response.writeHead(status, {
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': length }),
    ...(closes ? { Connection: 'close' } : {}),
    ...headers,
  });
  if (request.method === 'HEAD' || body === undefined) response.end();
  else response.end(body, length === body.length ? 'latin1' : 'utf8');
}

/** Answers that are being written get a moment; connections that only idle do not. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setImmediate(() => server.closeAllConnections());
  });
}
