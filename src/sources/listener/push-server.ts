/** The HTTP server of the listener: how much at once, for how long, and how it ends. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenFailure } from '../../errors.ts';
import { createAdmission } from './admission.ts';
import type { Answer } from './posted.ts';
import { type AnswerOptions, answerTo, BUSY } from './push-answer.ts';

export interface PushServerOptions extends AnswerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface PushServer {
  readonly port: number;
  /** Takes no more requests; those under way are still answered. */
  turnAway(): void;
  close(): Promise<void>;
}

/** Requests under way and bytes of their bodies; more are told to come again. */
const LIMITS = { requests: 256, bytes: 32 * 1024 * 1024 };
/** For the headers and the body of a request: who is slower only holds the place. */
const REQUEST_LIMIT_MS = 10_000;
const LIMITS_CHECKED_EVERY_MS = 2000;
const MOST_CONNECTIONS = 1024;
/** How long answers may take to leave at the end. */
const CLOSING_LIMIT_MS = 1000;

export async function openPushServer(options: PushServerOptions): Promise<PushServer> {
  const { host, port } = options;
  const admission = createAdmission(LIMITS);
  const underWay = new Set<Promise<void>>();
  let isEnding = false;
  const server = createServer({
    requestTimeout: REQUEST_LIMIT_MS,
    headersTimeout: REQUEST_LIMIT_MS,
    connectionsCheckingInterval: LIMITS_CHECKED_EVERY_MS,
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (request, response) => {
    const own = serve(request, response).finally(() => underWay.delete(own));
    underWay.add(own);
  });
  await listen(server, host, port);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const place = isEnding ? undefined : admission.enter();
    if (place === undefined) return reply(response, BUSY, true);
    try {
      const answer = await answerTo(request, place, options).catch(faultAnswer);
      await reply(response, answer, isEnding || !request.complete);
    } finally {
      place.leave();
    }
  }

  return {
    port: addressOf(server).port,
    turnAway() {
      isEnding = true;
    },
    async close() {
      isEnding = true;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const answered = new AbortController();
      const late = options.sleep(CLOSING_LIMIT_MS, answered.signal);
      await Promise.race([Promise.all(underWay), late]);
      answered.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A mistake of ours must end neither the sender's patience nor the tail. */
function faultAnswer(error: unknown): Answer {
  return { status: 500, body: `${error instanceof Error ? error.message : String(error)}\n` };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('a TCP server has an address with a port');
  return address;
}

/** Resolves when the answer is out, or nobody is there to take it. */
function reply(
  response: ServerResponse,
  { status, headers, body = '' }: Answer,
  isLast: boolean,
): Promise<void> {
  return new Promise((resolve) => {
    response
      .once('finish', resolve)
      .once('close', resolve)
      .on('error', () => resolve());
    if (response.destroyed) {
      resolve();
      return;
    }
    const type = body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' };
    const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...type, ...length, ...(isLast && { connection: 'close' }), ...headers });
    response.end(body);
  });
}
