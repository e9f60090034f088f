import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** The key by which `signedPush` signs. */
export const PUSH_KEY = publicKey;

export interface PushInput {
  readonly url: string;
  readonly atMs: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let attempts = 0;

/** A push as the service makes it (a character of a header is one byte), for `fetch`, written from the documentation alone. */
export function signedPush({ url, atMs, body = 'aGVsbG8=', headers: more = {} }: PushInput): Request {
  const { pathname, search } = new URL(url);
  const headers: Record<string, string> = {
    'content-md5': createHash('md5').update(body).digest('hex').toUpperCase(),
    'content-type': 'text/plain;charset=utf-8',
    date: new Date(atMs).toUTCString(),
    'x-mns-request-id': `REQUEST${++attempts}`,
    'x-mns-signing-cert-url': 'bm90IHVzZWQ=',
    'x-mns-version': '2015-06-06',
    ...more,
  };
  const mns = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const lead = [headers['content-md5'], headers['content-type'], headers['date']].join('\n');
  const text = `POST\n${lead}\n${mns.join('')}${pathname}${search}`;
  const authorization = sign('RSA-SHA1', Buffer.from(text, 'latin1'), privateKey).toString('base64');
  return new Request(url, { method: 'POST', headers: { ...headers, authorization }, body });
}
