import { Readable } from 'node:stream';
import { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import Oss from '@alicloud/oss20190517';
import { RuntimeOptions } from '@alicloud/tea-util';
import type { CredentialsProvider } from './credentials.ts';
import { member, text } from './loose-value.ts';
import { ossFailure } from './oss-failure.ts';
import type { OssHost } from './oss-host.ts';
import { encodedKey } from './oss-key.ts';

export interface OssRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly bucket: string;
  /** A key that was checked, or empty for the bucket itself. */
  readonly key?: string;
  /** Subresources with their values in the order of their names, signed as they stand: `partNumber=2&uploadId=1`. */
  readonly subresource?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface OssAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type OssExecute = (request: OssRequest) => Promise<OssAnswer>;

export interface OssExecuteOptions {
  readonly host: OssHost;
  readonly credentials: CredentialsProvider;
  readonly log?: (line: string) => void;
  readonly now: () => number;
}

/** A CommonJS package: Node hands out its exports, some loaders and bundlers the class itself. */
const Client = 'default' in Oss ? Oss.default : Oss;

/** The SDK's own limits are 3 s each, too short for an upload on a slow line. */
const CONNECT_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 60_000;

/**
 * One signed request through the SDK's generic call. Its typed calls overwrite the content type, send a malformed
 * `Host` to path-style endpoints and fail on empty replies and on lists of one; what they share is sound.
 */
export function createOssExecute(options: OssExecuteOptions): OssExecute {
  const { host, now, log } = options;
  return async (request) => {
    const startedMs = now();
    const tell = (outcome: string) =>
      log?.(
        `OSS ${request.method} ${pathOf(host, request)} -> ${outcome} ${Math.round(now() - startedMs)} ms`,
      );
    try {
      const answer = await send(options, request);
      tell(`${answer.status} ${answer.headers['x-oss-request-id'] ?? ''}`.trim());
      return answer;
    } catch (error) {
      const failure = ossFailure(error, host.origin);
      tell(text(member(failure, 'code')));
      throw failure;
    }
  };
}

async function send(options: OssExecuteOptions, request: OssRequest): Promise<OssAnswer> {
  const { host } = options;
  const credentials = await options.credentials();
  const { endpoint, protocol } = host;
  const client = new Client(new Config({ ...credentials, endpoint, protocol }));
  signAsNamed(client, request);
  const reply: unknown = await client.execute(
    operation(request.method, pathOf(host, request)),
    new OpenApiRequest({
      headers: { ...request.headers, ...lengthOf(request) },
      ...(host.pathStyle ? {} : { hostMap: { bucket: request.bucket } }),
      ...(request.body === undefined ? {} : { stream: Readable.from([request.body]) }),
    }),
    new RuntimeOptions({ connectTimeout: CONNECT_LIMIT_MS, readTimeout: READ_LIMIT_MS }),
  );
  return answerOf(reply);
}

/** With the bucket in the path, and not in the SDK's `hostMap`, `Host` is sound. */
function pathOf(host: OssHost, { bucket, key = '', subresource }: OssRequest): string {
  const path = host.pathStyle ? `/${bucket}/${encodedKey(key)}` : `/${encodedKey(key)}`;
  return subresource === undefined ? path : `${path}?${subresource}`;
}

/**
 * Version 1 signs the bucket and the key as they are, while a path holds the key encoded. The SDK signs and sends one
 * and the same path, which makes one of the two wrong for all but plain keys: so it is told what to sign.
 */
function signAsNamed(client: Signing, { bucket, key = '', subresource }: OssRequest): void {
  const resource = `/${bucket}/${key}${subresource === undefined ? '' : `?${subresource}`}`;
  client._spi = Object.create(client._spi, { buildCanonicalizedResource: { value: async () => resource } });
}

type Signing = Pick<InstanceType<typeof Client>, '_spi'>;

/** Without a length the body would travel chunked, which appending and parts do not take. */
function lengthOf({ body, method }: OssRequest): Record<string, string> {
  if (body !== undefined) return { 'content-length': String(body.length) };
  return method === 'PUT' || method === 'POST' ? { 'content-length': '0' } : {};
}

function operation(method: string, pathname: string): Params {
  return new Params({
    action: 'Execute',
    version: '2019-05-17',
    protocol: 'HTTPS',
    pathname,
    method,
    authType: 'AK',
    style: 'ROA',
    // Any name that the SDK does not know: it then leaves stream and content type as they are given.
    reqBodyType: 'raw',
    bodyType: 'byte',
  });
}

function answerOf(reply: unknown): OssAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(Object(member(reply, 'headers')))) headers[name] = String(value);
  const body = member(reply, 'body');
  return {
    status: Number(member(reply, 'statusCode')),
    headers,
    body: Buffer.isBuffer(body) ? body : Buffer.from(text(body)),
  };
}
