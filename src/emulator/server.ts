import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newRequestId } from './core/identity.ts';
import { BodyMemory } from './http/body-memory.ts';
import { dateHeader } from './http/date-header.ts';
import { headersAsText, headersForNode } from './http/header-text.ts';
import { Query } from './http/query.ts';
import { announcedBytes, drainRequest, readRequestBody } from './http/request-body.ts';
import type { Answer, RequestHead } from './http/wire-request.ts';
import type { Router } from './router.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly router: Router;
  /** Milliseconds since 1970, for the `Date` of answers: the time that requests are judged by. */
  readonly now: () => number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that none is cut while a request is on its way. */
const KEEP_ALIVE_MS = 75_000;
/** Node's server refuses more than this many bytes of headers; long keys and metadata need room. */
const MAXIMUM_HEADER_BYTES = 64 * 1024;
/** Twice the largest object. */
const MAXIMUM_BODIES_BYTES = 512 * 1024 * 1024;
/** A body of more, or of unknown length, is only read once the signature is found good. */
const SMALL_BODY_BYTES = 64 * 1024;

/** Listens, reads each request to its end, lets the router answer it, and writes the answer. */
export function startServer({ host, port, router, now }: ServerOptions): Promise<RunningServer> {
  const surroundings = { router, bodies: new BodyMemory(MAXIMUM_BODIES_BYTES), date: dateHeader(now) };
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAXIMUM_HEADER_BYTES },
    (request, response) => {
      void exchange(surroundings, request, response);
    },
  );
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    void exchange(surroundings, request, response, () => response.writeContinue());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server) });
    });
  });
}

interface Surroundings {
  readonly router: Router;
  readonly bodies: BodyMemory;
  readonly date: () => string;
}

async function exchange(
  surroundings: Surroundings,
  incoming: IncomingMessage,
  response: ServerResponse,
  bid?: () => void,
): Promise<void> {
  const { router, bodies, date } = surroundings;
  const lease = bodies.lease();
  try {
    const head = headOf(incoming, response);
    const maximumBytes = router.maximumBodyBytes(head);
    const refusal = isWorthALook(incoming, maximumBytes) ? router.refusalByHead(head) : undefined;
    if (refusal !== undefined) return await writeRefusal(incoming, response, refusal, date());
    const body = await readRequestBody(incoming, { maximumBytes, lease, bid });
    if (typeof body === 'string')
      return await writeRefusal(incoming, response, router.refuseBody(head, body), date());
    // The new member first: behind what it spreads, Node 20 would make a hidden class of its own for each request.
    const answer = await router.answer({ body, ...head });
    await turnEnd();
    if (answer === 'drop') incoming.socket.destroy();
    else writeAnswer(head.method, response, answer, date());
  } catch {
    // The client broke off, or the answer has what no header can hold: either way none can be written.
    incoming.socket.destroy();
  } finally {
    lease.end();
  }
}

/**
 * The end of this turn of the event loop. Answers of one turn go out one right after the other, so that a client that
 * sleeps is woken once: to wake it costs more than to answer it.
 */
const turnEnd = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whether the signature is checked before the body is read; what is announced as too long is not read anyway. */
function isWorthALook(incoming: IncomingMessage, maximumBytes: number): boolean {
  const announced = announcedBytes(incoming);
  return (
    incoming.headers['transfer-encoding'] !== undefined ||
    (announced > SMALL_BODY_BYTES && announced <= maximumBytes)
  );
}

function headOf(incoming: IncomingMessage, response: ServerResponse): RequestHead {
  const target = originForm(incoming.url ?? '/');
  const mark = target.indexOf('?');
  return {
    id: newRequestId(),
    method: incoming.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new Query(mark < 0 ? '' : target.slice(mark + 1)),
    headers: headersAsText(incoming.headers as Record<string, string>),
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

/** Where this header gets its place: behind a length Node throws at a value of it that is not ASCII, as names of files are. */
const BEFORE_LENGTH = { 'Content-Disposition': '' };

function writeAnswer(method: string, response: ServerResponse, answer: Answer, date: string): void {
  const { status, headers, body } = answer;
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  // Exactly the spelling given: some SDKs look header names up case-sensitively.
  response.writeHead(status, {
    ...(headers['Content-Disposition'] === undefined ? {} : BEFORE_LENGTH),
    Date: date,
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': length }),
    ...headersForNode(headers),
  });
  if (method === 'HEAD' || body === undefined) response.end();
  else response.end(body, length === body.length ? 'latin1' : 'utf8');
}

/** The answer is all there at once, but the connection only ends when the client has had time to send what it had. */
async function writeRefusal(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, headers, body = '' }: Answer,
  date: string,
): Promise<void> {
  const length = Buffer.byteLength(body);
  const framing = { Date: date, 'Content-Length': length, Connection: 'close' };
  response.writeHead(status, { ...framing, ...headersForNode(headers) });
  response.write(body);
  await drainRequest(incoming);
  response.end();
}

/** Answers that are being written get a moment; connections that only idle do not. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  // In this turn they are made, in the next they are written.
  await turnEnd();
  await turnEnd();
  server.closeAllConnections();
  await closed;
}
