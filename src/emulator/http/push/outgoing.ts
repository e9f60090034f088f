import { ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { CallOutRequest, CallOutResult } from '../../core/call-out.ts';
import { realClock } from '../../core/clock.ts';
import { headersForNode } from '../header-text.ts';

export interface OutgoingOptions {
  /** Also to other machines. A client may subscribe any URL, so by default nothing leaves this one. */
  readonly anywhere: boolean;
}

/** Of real time, whatever the emulator's clock: a network does not move with it. */
const TIMEOUT_MS = 5000;
const LONGEST_REPLY = 1024 * 1024;

/** Requests of the emulator to endpoints of its users: a few seconds each, no redirects, loopback only. */
export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #http = new HttpAgent({ keepAlive: true });
  /** On this machine certificates are rarely good. */
  readonly #https = new HttpsAgent({ keepAlive: true, rejectUnauthorized: false });

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  send(call: CallOutRequest): Promise<CallOutResult> {
    const url = URL.canParse(call.url) ? new URL(call.url) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return Promise.resolve(failure('no URL'));
    if (!this.#options.anywhere && !isLoopback(url.hostname))
      return Promise.resolve(failure('not on this machine'));
    return new Promise((resolve) => this.#exchange(url, call, resolve));
  }

  #exchange(url: URL, call: CallOutRequest, resolve: (result: CallOutResult) => void): void {
    const request = this.#requestOf(url, call);
    if (!(request instanceof ClientRequest)) {
      resolve(request);
      return;
    }
    const cancel = realClock.setTimer(TIMEOUT_MS, () => request.destroy(new Error('timed out')));
    const end = (result: CallOutResult) => {
      cancel();
      resolve(result);
    };
    request.on('error', (error: NodeJS.ErrnoException) => end(failure(error.code ?? error.message)));
    request.on('response', (response) => readReply(response, end));
    // As bytes: Node writes the headers in the encoding of a text that follows them.
    request.end(Buffer.from(call.body));
  }

  /** Node throws at a URL or a header that it cannot put into a request; both are what a client gave. */
  #requestOf(url: URL, { method, headers, body }: CallOutRequest): ClientRequest | CallOutResult {
    const isSecure = url.protocol === 'https:';
    try {
      return (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        headers: headersForNode({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) }),
        agent: isSecure ? this.#https : this.#http,
      });
    } catch (error) {
      return failure(error instanceof Error ? error.message : String(error));
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

function readReply(response: IncomingMessage, end: (result: CallOutResult) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LONGEST_REPLY) chunks.push(chunk);
  });
  response.on('error', () => end(failure('broken off')));
  response.on('end', () => end(resultOf(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
}

const failure = (outcome: string): CallOutResult => ({ delivered: false, outcome, reply: '' });

/** Redirects are not followed and count as failures. */
const resultOf = (status: number, reply: string): CallOutResult => ({
  delivered: status >= 200 && status < 300,
  outcome: String(status),
  reply,
});

const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
