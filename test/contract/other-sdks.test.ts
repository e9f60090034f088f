import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { send } from '../emulator/support/http.ts';
import { sendOss } from '../emulator/support/oss-wire.ts';
import { aliOss } from './sdk.ts';

/** The vendor's Go SDK before version 2 escapes keys as form values: a blank is a plus, a plus is %2B. */
const goEscaped = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

/** Signed over the bare key, as every SDK does it (OSS signature version 1). */
function put(key: string, headers: Record<string, string> = {}) {
  const date = new Date().toUTCString();
  const signed = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const text = `PUT\n\n\n${date}\n${signed.join('')}/demo-bucket/${key}`;
  const signature = createHmac('sha1', EMULATOR_ACCESS_KEY.secret).update(text).digest('base64');
  const authorization = `OSS ${EMULATOR_ACCESS_KEY.id}:${signature}`;
  const path = `/demo-bucket/${goEscaped(key)}`;
  return send(emulator.url, { method: 'PUT', path, headers: { ...headers, date, authorization } });
}

test('a plus in the path is a blank where the signature says so, and a plus where it says that', async () => {
  expect((await put('a b+c')).status).toBe(200);
  const { objects } = await aliOss(emulator).listV2({});
  expect(objects.map(({ name }: { name: string }) => name)).toEqual(['a b+c']);
});

test('a plus in the source of a copy is a blank, unless a key has it', async () => {
  await put('of blanks here');
  const copied = await put('copy', { 'x-oss-copy-source': `/demo-bucket/${goEscaped('of blanks here')}` });
  expect(copied.status).toBe(200);
});

/** `aliyun-sdk` signs the path of a bucket as it sends it. */
test.each(['/demo-bucket', '/demo-bucket/'])('a bucket in the path is signed as %s', async (signed) => {
  const date = new Date().toUTCString();
  const signature = createHmac('sha1', EMULATOR_ACCESS_KEY.secret)
    .update(`GET\n\n\n${date}\n${signed}?acl`)
    .digest('base64');
  const headers = { date, authorization: `OSS ${EMULATOR_ACCESS_KEY.id}:${signature}` };
  await put('a');
  expect(await send(emulator.url, { method: 'GET', path: '/demo-bucket?acl', headers })).toMatchObject({
    status: 200,
  });
});

/** So that the vendor's second generation of SDKs can tell what was wrong with a HEAD. */
test('the error of a HEAD stands in a header', async () => {
  const reply = await sendOss(emulator.url, { method: 'HEAD', path: '/demo-bucket/never' });
  const document = Buffer.from(String(reply.headers['x-oss-err']), 'base64').toString();
  expect([reply.status, reply.body, document]).toEqual([
    404,
    '',
    expect.stringContaining('<Code>NoSuchKey</Code>'),
  ]);
  const read = await sendOss(emulator.url, { method: 'GET', path: '/demo-bucket/never' });
  expect(read.headers['x-oss-err']).toBeUndefined();
});

/** Signature version 2, as `@alicloud/oss-client` and SDKs of its time write it. */
test.each([
  ['PUT', 'a b/目录+1', '', ''],
  ['GET', 'a b/目录+1', '', 'host'],
  ['GET', '', 'list-type=2&prefix=a%20b%2F', ''],
  ['GET', '', 'acl', ''],
])('signature version 2: %s %j?%s', async (method, key, query, additional) => {
  const date = new Date().toUTCString();
  const host = new URL(emulator.url).host;
  const resource = `${encodeURIComponent(`/demo-bucket/${key}`)}${query && `?${query}`}`;
  const headerLines = additional && `host:${host}\n`;
  const signature = createHmac('sha256', EMULATOR_ACCESS_KEY.secret)
    .update(`${method}\n\n\n${date}\n${headerLines}${additional}\n${resource}`)
    .digest('base64');
  const names = additional && `AdditionalHeaders:${additional},`;
  const authorization = `OSS2 AccessKeyId:${EMULATOR_ACCESS_KEY.id},${names}Signature:${signature}`;
  const path = `/demo-bucket/${key.split('/').map(encodeURIComponent).join('/')}${query && `?${query}`}`;
  await put('a b/目录+1');
  const headers = { host, date, authorization };
  expect(await send(emulator.url, { method, path, headers })).toMatchObject({ status: 200 });
  const wrong = { ...headers, authorization: authorization.replace(/Signature:.*/, 'Signature:AAAA') };
  expect(await send(emulator.url, { method, path, headers: wrong })).toMatchObject({ status: 403 });
});
