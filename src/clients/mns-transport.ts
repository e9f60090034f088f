import Pool from 'undici/lib/dispatcher/pool.js';
import { UsageError } from '../errors.ts';
import { createClockComparison } from './clock-comparison.ts';
import { exchangeText, type HttpAnswer } from './http-exchange.ts';
import { type FailureContext, type MnsAnswer, mnsRefusal } from './mns-failure.ts';
import type { Signer } from './mns-signer.ts';
import { isNetworkError, networkCode, unreachable } from './unreachable.ts';

export interface MnsRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly resource: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the server may take before it starts to answer, beyond the usual. */
  readonly waitSeconds?: number;
  /** False where a second sending could do something a second time. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface MnsTransport extends FailureContext {
  /** Sends and gives any answer; throws a ServiceError only when none came, an AbortError when aborted. */
  exchange(request: MnsRequest): Promise<MnsAnswer>;
  /** Sends and throws every refusal as a ServiceError. */
  call(request: MnsRequest): Promise<MnsAnswer>;
  /** How far this computer's clock is ahead of the server's, by its latest answer; undefined before the first. */
  clockAheadMs(): number | undefined;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly endpoint: string;
  readonly sign: Signer;
  readonly now: () => number;
  readonly log?: (line: string) => void;
}

const NO_BODY = Buffer.alloc(0);
const ANSWER_LIMIT_MS = 20_000;
const CONNECT_LIMIT_MS = 10_000;

/** Signed requests over kept-alive connections to one endpoint. */
export function createMnsTransport(options: TransportOptions): MnsTransport {
  const { endpoint, now, log } = options;
  const pool = new Pool(endpoint, { connect: { timeout: CONNECT_LIMIT_MS } });

  const clock = createClockComparison();

  async function send(request: MnsRequest): Promise<MnsAnswer> {
    const body = request.body === undefined ? NO_BODY : Buffer.from(request.body);
    const { method, resource, headers = {}, waitSeconds = 0, signal } = request;
    const signed = await options.sign({ method, resource, body, headers });
    const limitMs = ANSWER_LIMIT_MS + waitSeconds * 1000;
    const how = {
      method,
      path: resource,
      headers: signed,
      body: body.length === 0 ? null : body,
      headersTimeout: limitMs,
      bodyTimeout: ANSWER_LIMIT_MS,
      // undici would close the connection after a DELETE with a body, which is what a batch of acknowledgements is.
      reset: false,
    };
    return answerOf(await exchangeText(pool, how, signal));
  }

  async function exchange(request: MnsRequest): Promise<MnsAnswer> {
    const startedMs = now();
    try {
      const answer = await send(request).catch((error: unknown) => {
        // The server may close an idle connection at the moment we use it again.
        if (request.repeatable && isStaleConnection(error, request.signal)) return send(request);
        throw error;
      });
      clock.read(answer.date, startedMs, now());
      log?.(logLine(request, `${answer.status}`, now() - startedMs, answer.requestId));
      return answer;
    } catch (error) {
      log?.(logLine(request, request.signal?.aborted ? 'aborted' : networkCode(error), now() - startedMs));
      if (request.signal?.aborted) throw aborted();
      throw isNetworkError(error) ? unreachable('MNS', endpoint, error) : error;
    }
  }

  return {
    endpoint,
    now,
    exchange,
    async call(request) {
      const answer = await exchange(request);
      if (answer.status >= 300) throw mnsRefusal(answer, { endpoint, now }, request);
      return answer;
    },
    clockAheadMs: clock.aheadMs,
    // What is still waiting is given up: a long poll would keep the program for half a minute.
    close: () => pool.destroy(),
  };
}

/** The origin of an endpoint; MNS signs the bare resource, so a path before it could never verify. */
export function mnsOrigin(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new UsageError(
      'bad-endpoint',
      `not an MNS endpoint: ${endpoint}`,
      'give http(s)://host[:port] without a path',
    );
  }
  return url.origin;
}

function answerOf({ status, text, headers }: HttpAnswer): MnsAnswer {
  const requestId = headers['x-mns-request-id'];
  const date = headers['date'];
  const retryAfter = headers['retry-after'];
  return {
    status,
    text,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof date === 'string' ? { date } : {}),
    ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
  };
}

function isStaleConnection(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted !== true && networkCode(error) === 'ECONNRESET';
}

function aborted(): DOMException {
  return new DOMException('the request was aborted', 'AbortError');
}

function logLine(request: MnsRequest, outcome: string, elapsedMs: number, requestId?: string): string {
  const id = requestId === undefined ? '' : ` ${requestId}`;
  return `MNS ${request.method} ${request.resource} -> ${outcome} ${Math.round(elapsedMs)} ms${id}`;
}
