/** What a signature that derives a key has to be over: a good HMAC over too little passes nowhere but in a lax emulator. */
import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { type RawReply, send } from '../support/http.ts';

const { id, secret } = EMULATOR_ACCESS_KEY;
const PAST = '20200101';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const codeOf = ({ body }: RawReply) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];
const basicTime = () => new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function derived(prefix: string, steps: readonly string[], text: string): string {
  let key: string | Buffer = prefix + secret;
  for (const step of steps) key = createHmac('sha256', key).update(step).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

describe('MNS4', () => {
  const list = (given?: string) => {
    const date = new Date().toUTCString();
    const time = new Date(date).toISOString().replace(/[-:]|\.\d+/g, '');
    const steps = [given ?? time.slice(0, 8), 'cn-hangzhou', 'mns', 'aliyun_v4_request'];
    const text = `MNS4-HMAC-SHA256\n${time}\n${steps.join('/')}\nGET\n/queues\n\nx-mns-version:2015-06-06\n\n`;
    const signature = derived('aliyun_v4', steps, text);
    const authorization = `MNS4-HMAC-SHA256 Credential=${id}/${steps.join('/')},Signature=${signature}`;
    const headers = { date, 'x-mns-version': '2015-06-06', authorization };
    return send(emulator.url, { method: 'GET', path: '/queues', headers });
  };

  test('is of the day of the date', async () => {
    expect((await list()).status).toBe(200);
    expect(codeOf(await list(PAST))).toBe('SignatureDoesNotMatch');
  });
});

describe('OSS4', () => {
  const list = (scope: (day: string) => string) => {
    const time = basicTime();
    const steps = scope(time.slice(0, 8)).split('/');
    const headers = { 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD', 'x-oss-date': time };
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const canonical = `GET\n/\n\n${lines.join('')}\n\nUNSIGNED-PAYLOAD`;
    const text = `OSS4-HMAC-SHA256\n${time}\n${steps.join('/')}\n${sha256(canonical)}`;
    const signature = derived('aliyun_v4', steps, text);
    const authorization = `OSS4-HMAC-SHA256 Credential=${id}/${steps.join('/')},Signature=${signature}`;
    return send(emulator.url, { method: 'GET', path: '/', headers: { ...headers, authorization } });
  };

  test.each([
    ['its own', (day: string) => `${day}/cn-hangzhou/oss/aliyun_v4_request`, 200],
    ['another day', () => `${PAST}/cn-hangzhou/oss/aliyun_v4_request`, 403],
    ['another service', (day: string) => `${day}/cn-hangzhou/mns/aliyun_v4_request`, 403],
    ['another end', (day: string) => `${day}/cn-hangzhou/oss/foo`, 403],
    ['no region', (day: string) => `${day}//oss/aliyun_v4_request`, 403],
    ['more', (day: string) => `${day}/cn-hangzhou/oss/aliyun_v4_request/more`, 403],
  ])('with a scope of %s', async (_, scope, status) => {
    expect((await list(scope)).status).toBe(status);
  });
});

test.each([
  ['its day', {}, 204],
  ['another day', { day: PAST }, 403],
  ['another service', { service: 'mns' }, 403],
])('a form with a scope of %s', async (_, given: { day?: string; service?: string }, status) => {
  const time = basicTime();
  const { day = time.slice(0, 8), service = 'oss' } = given;
  const steps = [day, 'cn-hangzhou', service, 'aliyun_v4_request'];
  const document = JSON.stringify({ expiration: '2999-01-01T00:00:00Z', conditions: [] });
  const policy = Buffer.from(document).toString('base64');
  const form = new FormData();
  const fields = {
    key: 'a',
    policy,
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': `${id}/${steps.join('/')}`,
    'x-oss-date': time,
    'x-oss-signature': derived('aliyun_v4', steps, policy),
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob(['x']), 'a.txt');
  expect((await fetch(`${emulator.url}/demo-bucket`, { method: 'POST', body: form })).status).toBe(status);
});

const KS3_SCHEMES = {
  KSS4: { prefix: 'x-kss-', query: 'X-Kss-', end: 'ks3/kss4_request' },
  AWS4: { prefix: 'x-amz-', query: 'X-Amz-', end: 's3/aws4_request' },
} as const;

interface Ks3Signing {
  readonly scheme?: keyof typeof KS3_SCHEMES;
  readonly scope?: (day: string) => string;
  /** Sent without being signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly leftOut?: string;
}

function putKs3({ scheme = 'KSS4', scope, unsigned = {}, leftOut }: Ks3Signing): Promise<RawReply> {
  const { prefix, end } = KS3_SCHEMES[scheme];
  const time = basicTime();
  const credential = scope?.(time.slice(0, 8)) ?? `${time.slice(0, 8)}/NINGXIA/${end}`;
  const headers: Record<string, string> = {
    'content-type': 'text/plain',
    host: 'demo-bucket.ks3-rus.ksyuncs.com',
    [`${prefix}content-sha256`]: 'UNSIGNED-PAYLOAD',
    [`${prefix}date`]: time,
  };
  const names = Object.keys(headers).filter((name) => name !== leftOut);
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['PUT', '/a', '', lines, names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const text = `${scheme}-HMAC-SHA256\n${time}\n${credential}\n${sha256(canonical)}`;
  const signature = derived(scheme, credential.split('/'), text);
  const authorization = `${scheme}-HMAC-SHA256 Credential=${id}/${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return send(emulator.url, {
    method: 'PUT',
    path: '/a',
    headers: { ...headers, ...unsigned, authorization },
    body: 'x',
  });
}

describe('KSS4 and AWS4', () => {
  test.each([
    ['everything signed', {}],
    ['everything signed by the other scheme', { scheme: 'AWS4' }],
    [
      'a digest that the list of headers has not, as of the Go SDK',
      { scheme: 'AWS4', leftOut: 'x-amz-content-sha256' },
    ],
    ['a type that it has not, as of the Go SDK', { scheme: 'AWS4', leftOut: 'content-type' }],
    ['other headers that it has not', { unsigned: { 'user-agent': 'test' } }],
  ] satisfies [string, Ks3Signing][])('take %s', async (_, signing) => {
    expect((await putKs3(signing)).status).toBe(200);
  });

  test.each([
    ['no host signed', { leftOut: 'host' }],
    ['no host signed by the other scheme', { scheme: 'AWS4', leftOut: 'host' }],
    ['no type signed', { leftOut: 'content-type' }],
    ['no digest signed', { leftOut: 'x-kss-content-sha256' }],
    ['no date signed', { leftOut: 'x-kss-date' }],
    ['metadata unsigned', { unsigned: { 'x-kss-meta-a': '1' } }],
    ['metadata of the other name unsigned', { scheme: 'AWS4', unsigned: { 'x-amz-meta-a': '1' } }],
    ['another day', { scope: () => `${PAST}/NINGXIA/ks3/kss4_request` }],
    ['another service', { scope: (day) => `${day}/NINGXIA/foo/kss4_request` }],
    ['another end', { scope: (day) => `${day}/NINGXIA/ks3/bar` }],
    ['the end of the other scheme', { scope: (day) => `${day}/NINGXIA/s3/aws4_request` }],
  ] satisfies [string, Ks3Signing][])('refuse %s', async (_, signing) => {
    expect(codeOf(await putKs3(signing))).toBe('SignatureDoesNotMatch');
  });
});

describe.each(['KSS4', 'AWS4'] as const)('a URL signed by %s', (scheme) => {
  const { query, end } = KS3_SCHEMES[scheme];
  const get = (day?: string, names = 'host', more: Record<string, string> = {}) => {
    const time = basicTime();
    const scope = `${day ?? time.slice(0, 8)}/NINGXIA/${end}`;
    const items = {
      Algorithm: `${scheme}-HMAC-SHA256`,
      Credential: encodeURIComponent(`${id}/${scope}`),
      Date: time,
      Expires: '60',
      SignedHeaders: names,
    };
    const target = Object.entries(items)
      .map(([name, value]) => `${query}${name}=${value}`)
      .join('&');
    const host = 'demo-bucket.ks3-rus.ksyuncs.com';
    const lines = names === '' ? ':\n' : `host:${host}\n`;
    const canonical = ['GET', '/', target, lines, names, 'UNSIGNED-PAYLOAD'].join('\n');
    const text = `${scheme}-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
    const path = `/?${target}&${query}Signature=${derived(scheme, scope.split('/'), text)}`;
    return send(emulator.url, { method: 'GET', path, headers: { host, ...more } });
  };

  test('is of the day of its date, over the host, and lets no header be added', async () => {
    expect((await get()).status).toBe(200);
    expect((await get(undefined, 'host', { 'content-type': 'text/plain' })).status).toBe(200);
    expect(codeOf(await get(PAST))).toBe('SignatureDoesNotMatch');
    expect(codeOf(await get(undefined, ''))).toBe('SignatureDoesNotMatch');
    expect(codeOf(await get(undefined, 'host', { 'x-kss-acl': 'public-read' }))).toBe(
      'SignatureDoesNotMatch',
    );
  });
});
