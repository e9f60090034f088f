import { createHash, createHmac } from 'node:crypto';
import { EMULATOR_ACCESS_KEY } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from './http.ts';

/** Amazon's signature version 4, written from its description alone; KS3 takes it as it is. */

const { id, secret } = EMULATOR_ACCESS_KEY;
const SCOPE = 'RUSSIA/s3/aws4_request';

export async function sendAws4(baseUrl: string, request: RawRequest): Promise<RawReply> {
  const { method, path: target, body = '', headers: given = {} } = request;
  const time = basicTime(Date.now());
  const headers: Record<string, string> = {
    host: new URL(baseUrl).host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    ...given,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const payload = headers['x-amz-content-sha256'];
  const canonical = [method, path, canonicalQuery(query), lines, names.join(';'), payload].join('\n');
  const credential = `${id}/${time.slice(0, 8)}/${SCOPE}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature(canonical, time)}`;
  return send(baseUrl, { ...request, headers: { ...headers, authorization } });
}

/** A URL that carries its signature, good for a minute from the given time on. */
export function presignedUrl(
  baseUrl: string,
  { method, path, atMs, query: more = '' }: { method: string; path: string; atMs: number; query?: string },
): string {
  const time = basicTime(atMs);
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${id}/${time.slice(0, 8)}/${SCOPE}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
  };
  const own = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const query = canonicalQuery([...own, more].join('&'));
  const host = new URL(baseUrl).host;
  const canonical = [method, path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  return `${baseUrl}${path}?${query}&X-Amz-Signature=${signature(canonical, time)}`;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((item) => item !== '')
    .map((item) => item.split(/=(.*)/s).map((part) => encoded(decoded(part))))
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1))
    .map(([name, value = '']) => `${name}=${value}`)
    .join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function signature(canonical: string, time: string): string {
  const text = `AWS4-HMAC-SHA256\n${time}\n${time.slice(0, 8)}/${SCOPE}\n${sha256(canonical)}`;
  const steps = [time.slice(0, 8), ...SCOPE.split('/')];
  const key = steps.reduce<string | Buffer>(
    (before, step) => createHmac('sha256', before).update(step).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const basicTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
