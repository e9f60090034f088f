import { createHash } from 'node:crypto';
import { request as send } from 'undici';
import type { CredentialsProvider } from './credentials.ts';
import { type Ks3Answer, ks3Refusal } from './ks3-failure.ts';
import { isOwnHost, type Ks3Host, ks3Url } from './ks3-host.ts';
import { ks3Authorization } from './ks3-signature.ts';
import { isNetworkError, unreachable } from './unreachable.ts';

export interface Ks3Options {
  readonly host: Ks3Host;
  readonly credentials: CredentialsProvider;
  /** Gets one line a request, without secrets. */
  readonly log?: (line: string) => void;
  readonly now?: () => number;
}

export interface Ks3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Empty for the service itself. */
  readonly bucket: string;
  readonly key?: string;
  readonly subresource?: string;
  readonly contentType?: string;
  readonly body?: Buffer;
}

/** Gives every answer; `ks3Call` turns refusals into errors. */
export type Ks3Exchange = (request: Ks3Request) => Promise<Ks3Answer>;

const CONNECT_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 30_000;

/** One signed request; a redirect to another host of KS3 is followed once, since the signature holds no host. */
export function createKs3Exchange(options: Ks3Options): Ks3Exchange {
  const { host, now = Date.now, log } = options;
  return async (request) => {
    const startedMs = now();
    const url = ks3Url(host, request.bucket, pathOf(request));
    const headers = await signedHeaders(request, options, startedMs);
    try {
      const first = await exchange(url, request, headers);
      const next = redirectOf(first, url);
      const answer = next === undefined ? first : await exchange(next, request, headers);
      const id = answer.headers['x-kss-request-id'] ?? '';
      log?.(
        `KS3 ${request.method} ${new URL(url).pathname} -> ${answer.status} ${id} ${Math.round(now() - startedMs)} ms`,
      );
      return answer;
    } catch (error) {
      if (!isNetworkError(error)) throw error;
      const failure = unreachable('KS3', `${host.protocol}//${host.host}`, error);
      log?.(`KS3 ${request.method} ${new URL(url).pathname} -> ${failure.code}`);
      throw failure;
    }
  };
}

/** The answer of a call that has to succeed. @throws {ServiceError} */
export async function ks3Call(exchange: Ks3Exchange, host: Ks3Host, request: Ks3Request): Promise<Ks3Answer> {
  const answer = await exchange(request);
  if (answer.status >= 300) throw ks3Refusal(answer, `${host.protocol}//${host.host}`, request.bucket);
  return answer;
}

/** The subresource stays a bare word: `?notification=` would be signed as another one. */
function pathOf({ key = '', subresource }: Ks3Request): string {
  const path = encodedPath(key);
  return subresource === undefined ? path : `${path}?${subresource}`;
}

function encodedPath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}

async function signedHeaders(
  request: Ks3Request,
  { credentials: find }: Ks3Options,
  nowMs: number,
): Promise<Record<string, string>> {
  const credentials = await find();
  const { method, bucket, key = '', subresource, body, contentType } = request;
  const encodedKey = encodedPath(key);
  const headers = {
    date: new Date(nowMs).toUTCString(),
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(body && { 'content-md5': createHash('md5').update(body).digest('base64') }),
    ...(credentials.securityToken && { 'x-kss-security-token': credentials.securityToken }),
  };
  const authorization = ks3Authorization(
    { method, bucket, key: encodedKey, headers, ...(subresource !== undefined && { subresource }) },
    credentials,
  );
  return { ...headers, authorization };
}

async function exchange(
  url: string,
  { method, body }: Ks3Request,
  headers: Record<string, string>,
): Promise<Ks3Answer> {
  const response = await send(url, {
    method,
    headers,
    body: body ?? null,
    headersTimeout: READ_LIMIT_MS,
    bodyTimeout: READ_LIMIT_MS,
    signal: AbortSignal.timeout(CONNECT_LIMIT_MS + READ_LIMIT_MS),
  });
  const seen: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) seen[name] = String(value);
  return { status: response.statusCode, text: await response.body.text(), headers: seen };
}

function redirectOf({ status, headers }: Ks3Answer, from: string): string | undefined {
  const location = headers['location'];
  if (status !== 307 || location === undefined || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return isOwnHost(target.hostname) ? target.href : undefined;
}
