/** KS3 also takes the signatures and the header names of Amazon's protocol, so S3 clients are pointed at it. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { presignedUrl, sendAws4 } from './support/aws4-wire.ts';
import { send } from './support/http.ts';

const { id, secret } = EMULATOR_ACCESS_KEY;
const KEY = 'a/%E7%9B%AE%E5%BD%95%2050%25%2B1.txt';
const PATH = `/demo-bucket/${KEY}`;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const callV4 = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
  sendAws4(emulator.url, { method, path, headers, ...(body && { body }) });
const presigned = (method: string, path: string, atMs: number, query = '') =>
  presignedUrl(emulator.url, { method, path, atMs, query });

describe('signature version 4', () => {
  test('puts and reads, metadata under the names of the client', async () => {
    const { headers } = await callV4('PUT', PATH, 'hello', { 'x-amz-meta-camera': 'a7' });
    expect(headers['etag']).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const reply = await callV4('GET', PATH);
    expect(reply).toMatchObject({ status: 200, body: 'hello' });
    expect(reply.headers['x-amz-meta-camera']).toBe('a7');
    const part = await callV4('GET', PATH, '', { range: 'bytes=1-2' });
    expect(part).toMatchObject({ status: 206, body: 'el' });
    // It would be the whole object's, and clients hold it against what they got.
    expect(part.headers['content-md5']).toBeUndefined();
    expect((await callV4('GET', '/demo-bucket')).body).toContain(
      '<ETag>"5d41402abc4b2a76b9719d911017c592"</ETag>',
    );
    await emulator.waitFor({ event: 'ks3:ObjectCreated:PutObject', key: 'a/目录 50%+1.txt' });
  });

  const streaming = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

  test.each([
    ['with trailers', '3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'],
    ['with signatures', '5;chunk-signature=abc\r\nhello\r\n0;chunk-signature=def\r\n\r\n'],
  ])('takes the chunks of a stream apart, %s', async (_, body) => {
    const headers = {
      ...streaming,
      'content-encoding': 'aws-chunked,gzip',
      'x-amz-decoded-content-length': '5',
    };
    expect((await callV4('PUT', '/demo-bucket/stream', body, headers)).status).toBe(200);
    const reply = await callV4('GET', '/demo-bucket/stream');
    expect(reply.body).toBe('hello');
    expect(reply.headers['content-encoding']).toBe('gzip');
  });

  test.each([
    ['of a size that is none', 'zz\r\nhello\r\n0\r\n\r\n'],
    ['that are longer than the body', 'ff\r\nhello\r\n0\r\n\r\n'],
    ['without an end', '5\r\nhello\r\n'],
    ['of nothing', 'x'],
  ])('refuses chunks %s', async (_, body) => {
    expect((await callV4('PUT', '/demo-bucket/bad', body, streaming)).status).toBe(400);
  });

  test('tells who may do what', async () => {
    await callV4('PUT', PATH, 'hello');
    const reply = await fetch(presigned('GET', '/demo-bucket', Date.now(), 'acl='));
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining('FULL_CONTROL')]);
  });
});

describe('URLs that carry their signature', () => {
  test('work as long as they say, for what they say', async () => {
    const nowMs = Date.now();
    const put = await fetch(presigned('PUT', '/demo-bucket/p', nowMs), { method: 'PUT', body: 'p' });
    expect(put.status).toBe(200);
    expect(await (await fetch(presigned('GET', '/demo-bucket/p', nowMs))).text()).toBe('p');
    expect((await fetch(presigned('GET', '/demo-bucket/p', nowMs - 120_000))).status).toBe(403);
    const other = presigned('GET', '/demo-bucket/p', nowMs).replace('/p?', '/q?');
    expect((await fetch(other)).status).toBe(403);
  });
});

/** As rclone and its like do with the older signature. */
test.each(['/demo-bucket', '/demo-bucket/'])('signature version 2 over the bucket %s', async (signed) => {
  await callV4('PUT', PATH, 'hello');
  const date = new Date().toUTCString();
  const signature = createHmac('sha1', secret)
    .update(`GET\n\n\n${date}\n${signed}?location`)
    .digest('base64');
  const headers = { date, authorization: `AWS ${id}:${signature}` };
  const reply = await send(emulator.url, { method: 'GET', path: '/demo-bucket?location', headers });
  expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('>NINGXIA<')]);
});

/** The key as it stands in the URL, where KS3's own clients sign it decoded. */
test.each([KEY, decodeURIComponent(KEY)])('signature version 2 over the key %s', async (signedKey) => {
  await callV4('PUT', PATH, 'hello');
  const date = new Date().toUTCString();
  const signature = createHmac('sha1', secret)
    .update(`GET\n\n\n${date}\n/demo-bucket/${signedKey}`)
    .digest('base64');
  const headers = { date, authorization: `AWS ${id}:${signature}` };
  expect(await send(emulator.url, { method: 'GET', path: PATH, headers })).toMatchObject({
    status: 200,
    body: 'hello',
  });
});
