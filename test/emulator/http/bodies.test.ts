import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { aliOss } from '../../contract/sdk.ts';
import { sendKs3 } from '../support/ks3-wire.ts';
import { mnsHeaders, sendMns } from '../support/mns-wire.ts';

const MIB = 1024 * 1024;
let emulator: Emulator;
afterEach(() => emulator?.close());

const batchOf = (messages: readonly string[]) => `<Messages>${messages.join('')}</Messages>`;
const messageOf = (body: string, more = '') => `<Message><MessageBody>${body}</MessageBody>${more}</Message>`;
const post = (body: string) => sendMns(emulator.url, { method: 'POST', path: '/queues/q/messages', body });

/** Sends all that it has before it reads anything, as simple clients do; what it then reads, and why it ended. */
function sendBlindly(lines: readonly string[], bodyBytes: number): Promise<string> {
  const { hostname, port } = new URL(emulator.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.pause();
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.write(`${lines.join('\r\n')}\r\nContent-Length: ${bodyBytes}\r\n\r\n`);
    socket.write(Buffer.alloc(bodyBytes, 'x'), () => socket.resume());
  });
}

function signedMns(method: string, path: string): string[] {
  const fields = Object.entries({ host: 'localhost', ...mnsHeaders({ method, path }) });
  return [`${method} ${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
}

test('the strict service takes a full batch of full properties', async () => {
  emulator = await startEmulator();
  await sendMns(emulator.url, { method: 'PUT', path: '/queues/q' });
  const property = (at: number) =>
    `<PropertyValue><Name>p${at}</Name><Value>${'&quot;'.repeat(4096)}</Value><Type>STRING</Type></PropertyValue>`;
  const properties = `<UserProperties>${Array.from({ length: 50 }, (_, at) => property(at)).join('')}</UserProperties>`;
  const batch = batchOf(Array.from({ length: 6 }, () => messageOf('x', properties)));
  expect(batch.length).toBeGreaterThan(MIB);
  expect((await post(batch)).status).toBe(201);
  expect(emulator.queues()).toMatchObject([{ active: 6 }]);
});

test('the relaxed service takes messages of eight MiB', async () => {
  emulator = await startEmulator({ relaxed: true });
  const body = `<Queue><MaximumMessageSize>${8 * MIB}</MaximumMessageSize></Queue>`;
  await sendMns(emulator.url, { method: 'PUT', path: '/queues/q', body });
  expect((await post(messageOf('x'.repeat(8 * MIB)))).status).toBe(201);
  expect((await post(messageOf('x'.repeat(8 * MIB + 1)))).status).toBe(400);
});

test('a client that sends everything before it reads gets the documented error, and the log has it', async () => {
  emulator = await startEmulator();
  const reply = await sendBlindly(signedMns('POST', '/queues/q/messages'), 40 * MIB);
  expect(reply).toMatch(/^HTTP\/1\.1 400 /);
  expect(reply).toContain('<Code>InvalidArgument</Code>');
  expect(reply).toContain(
    '<Message>The length of message must not be larger than MaximumMessageSize.</Message>',
  );
  expect(emulator.requests()).toMatchObject([
    { operation: 'SendMessage', status: 400, target: '/queues/q/messages' },
  ]);
});

/** Announces a body and sends nothing of it; the answer that comes all the same. */
function answerToHead(
  lines: readonly string[],
  announcedBytes: number,
): { answer: Promise<string>; end(): void } {
  const { hostname, port } = new URL(emulator.url);
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('</Error>') || text.includes(' 100 ')) resolve(text);
    });
  });
  socket.write(`${lines.join('\r\n')}\r\nContent-Length: ${announcedBytes}\r\n\r\n`);
  return { answer, end: () => socket.destroy() };
}

const put = (authorization: string, more: readonly string[] = []) => [
  'PUT /demo-bucket/large HTTP/1.1',
  'Host: localhost',
  `Date: ${new Date().toUTCString()}`,
  `Authorization: ${authorization}`,
  ...more,
];
const { id, secret } = EMULATOR_ACCESS_KEY;
const basicTime = () => new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const V4_HEADERS = (vendor: string) => [
  `x-${vendor}-date: ${basicTime()}`,
  `x-${vendor}-content-sha256: ${vendor === 'oss' ? 'UNSIGNED-PAYLOAD' : '0'.repeat(64)}`,
];

test.each([
  ['V1', () => put(`OSS ${id}:d3Jvbmc=`)],
  ['V2', () => put(`OSS2 AccessKeyId:${id},Signature:d3Jvbmc=`)],
  [
    'V4',
    () => put(`OSS4-HMAC-SHA256 Credential=${id}/1/r/oss/aliyun_v4_request,Signature=00`, V4_HEADERS('oss')),
  ],
  ['KSS', () => put(`KSS ${id}:d3Jvbmc=`)],
  [
    'KSS4',
    () =>
      put(
        `KSS4-HMAC-SHA256 Credential=${id}/1/R/ks3/kss4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        V4_HEADERS('kss'),
      ),
  ],
  ['MNS', () => put(`MNS ${id}:d3Jvbmc=`, ['x-mns-version: 2015-06-06'])],
])('a bad signature of %s is refused before the body is there', async (_, lines) => {
  emulator = await startEmulator();
  const { answer, end } = answerToHead(lines(), 20 * MIB);
  expect(await answer).toMatch(/^HTTP\/1\.1 403 .*<Code>SignatureDoesNotMatch<\/Code>/s);
  expect(emulator.requests()).toMatchObject([{ status: 403 }]);
  end();
});

test('bodies under way have a common bound', async () => {
  emulator = await startEmulator();
  const signed = () => {
    const date = new Date().toUTCString();
    const text = `PUT\n\n\n${date}\n/demo-bucket/large`;
    const authorization = `OSS ${id}:${createHmac('sha1', secret).update(text).digest('base64')}`;
    const fields = [
      'Host: localhost',
      `Date: ${date}`,
      `Authorization: ${authorization}`,
      'Expect: 100-continue',
    ];
    return ['PUT /demo-bucket/large HTTP/1.1', ...fields];
  };
  const under = [answerToHead(signed(), 250 * MIB), answerToHead(signed(), 250 * MIB)];
  for (const { answer } of under) expect(await answer).toContain('100 Continue');
  const refused = answerToHead(signed(), 250 * MIB);
  expect(await refused.answer).toMatch(/^HTTP\/1\.1 503 .*<Code>ServiceUnavailable<\/Code>/s);
  for (const { end } of [...under, refused]) end();
  await aliOss(emulator).put('small', Buffer.alloc(MIB));
  expect(emulator.requests().map(({ status }) => status)).toEqual([503, 200]);
});

test('a large object is there whole, however it was sent', async () => {
  emulator = await startEmulator();
  const content = Buffer.from(Array.from({ length: 3 * MIB }, (_, at) => at % 251));
  const oss = aliOss(emulator);
  await oss.put('whole', content);
  expect((await oss.get('whole')).content.equals(content)).toBe(true);
  const reply = await sendKs3(emulator.url, 'demo-bucket', {
    method: 'PUT',
    path: '/whole',
    body: content,
    headers: { expect: '100-continue' },
  });
  expect(reply.status).toBe(200);
  expect(emulator.buckets()).toMatchObject([{ bytes: content.length }, { bytes: content.length }]);
});
