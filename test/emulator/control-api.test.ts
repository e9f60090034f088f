import { afterEach, expect, test } from 'vitest';
import {
  type Emulator,
  type EmulatorOptions,
  type RaiseRequest,
  startEmulator,
} from '../../src/emulator/index.ts';
import { send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';

const started: Emulator[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.close()));
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  started.push(emulator);
  return emulator;
}

const statusUnder = async ({ url }: Emulator, host: string, path = '/_emulator') =>
  (await send(url, { method: 'GET', path, headers: { host } })).status;

test.each(['127.0.0.1', 'localhost:4586', 'LOCALHOST', 'bucket.localhost:1', '127.1.2.3:80', '[::1]:4586'])(
  'the control API answers to %s',
  async (host) => {
    expect(await statusUnder(await start(), host)).toBe(200);
  },
);

test.each([
  'evil.example',
  'evil.example:4586',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '10.0.0.7',
])('and not to %s', async (host) => {
  const emulator = await start();
  expect(await statusUnder(emulator, host)).toBe(403);
  expect(await statusUnder(emulator, host, '/_emulator/requests')).toBe(403);
});

test('names are told by an option, and whoever listens on all addresses is called by any', async () => {
  const named = await start({ controlHosts: ['Emulator.test'] });
  expect(await statusUnder(named, 'emulator.test:4586')).toBe(200);
  const open = await start({ host: '0.0.0.0' });
  expect(await statusUnder(open, '10.0.0.7:4586')).toBe(200);
  expect(await statusUnder(open, 'evil.example')).toBe(403);
});

test('buckets are addressed by any host', async () => {
  const emulator = await start();
  expect((await sendKs3(emulator.url, 'demo-bucket', { method: 'PUT', path: '/a', body: 'x' })).status).toBe(
    200,
  );
});

test.each(['Nonsense:Foo', 'ks3:ObjectRead:GetObject', 'ObjectCreated:*', ''])(
  'no event %s is raised, and the catalogue is named',
  async (type) => {
    const emulator = await start();
    const body = JSON.stringify({ type: type || 'x', bucket: 'b-b', key: 'k' });
    const reply = await send(emulator.url, { method: 'POST', path: '/_emulator/events', body });
    expect(reply.status).toBe(400);
    expect(reply.body).toContain('ObjectCreated:PutObject');
    expect(() => emulator.raise({ type, bucket: 'b-b', key: 'k' })).toThrow(RangeError);
    expect(emulator.events()).toEqual([]);
  },
);

test('an event is raised by any of its spellings', async () => {
  const emulator = await start();
  for (const type of ['oss:ObjectCreated:PutObject', 'PutObject', 'ObjectCreated:PutObject'])
    emulator.raise({ type, bucket: 'b-b', key: 'k' });
  expect(new Set(emulator.events().map(({ type }) => type))).toEqual(new Set(['ObjectCreated:PutObject']));
});

test.each([
  ['{"bucket":"b-b","key":"k"}', '"type" is missing.'],
  ['{"type":"PutObject","bucket":"b-b"}', '"key" is missing.'],
  ['{"type":"PutObject","bucket":"b-b","key":""}', '"key" must be a text that is not empty.'],
  [{ size: -5 }, '"size" must be a whole number from 0 on.'],
  [{ size: '5' }, '"size" must be a whole number from 0 on.'],
  [{ position: 0.5 }, '"position" must be a whole number from 0 on.'],
  [{ deltaSize: 'less' }, '"deltaSize" must be a whole number.'],
  [{ etag: 'zz' }, '"etag" must be 32 hex digits, perhaps with "-" and the number of parts, or empty.'],
  [{ mimeType: 1 }, '"mimeType" must be a text that is not empty.'],
  [{ variables: { 'x:a': 5 } }, '"variables" must be texts under names that start with "x:".'],
  [{ variables: { a: 'b' } }, '"variables" must be texts under names that start with "x:".'],
  [{ variables: ['x:a'] }, '"variables" must be texts under names that start with "x:".'],
  [
    { sizee: 5 },
    '"sizee" is no member: there are type, bucket, key, size, deltaSize, etag, position, readFrom, readTo, mimeType, variables.',
  ],
  ['[]', 'The body must be JSON with at least "type", "bucket" and "key".'],
  ['{', 'The body must be JSON with at least "type", "bucket" and "key".'],
])('no event is raised from %j', async (given, message) => {
  const emulator = await start();
  const members = { type: 'PutObject', bucket: 'b-b', key: 'k' };
  const body = typeof given === 'string' ? given : JSON.stringify({ ...members, ...given });
  const reply = await send(emulator.url, { method: 'POST', path: '/_emulator/events', body });
  expect([reply.status, JSON.parse(reply.body)]).toEqual([400, { error: { code: 'BadEvent', message } }]);
  if (typeof given !== 'string')
    expect(() => emulator.raise({ ...members, ...given } as RaiseRequest)).toThrow(
      new RangeError(message.slice(0, -1)),
    );
  expect(emulator.events()).toEqual([]);
});

test('what an event may have, it has', async () => {
  const emulator = await start();
  const event = {
    type: 'ObjectCreated:PutObject',
    bucket: 'b-b',
    key: 'k',
    size: 0,
    deltaSize: -7,
    etag: `${'A'.repeat(32)}-2`,
    variables: { 'x:a': '5' },
  };
  const body = JSON.stringify(event);
  expect((await send(emulator.url, { method: 'POST', path: '/_emulator/events', body })).status).toBe(201);
  expect(emulator.events()).toMatchObject([
    { element: { oss: { object: { size: 0, deltaSize: -7, eTag: event.etag } }, xVars: { 'x:a': '5' } } },
  ]);
});

test.each([
  ['foo=1', 'There is no foo to wait for: there are event, key, bucket, rule and seconds.'],
  ['seconds=abc', 'seconds=abc is no number of seconds.'],
  ['seconds=-1', 'seconds=-1 is no number of seconds.'],
  ['seconds=', 'seconds= is no number of seconds.'],
])('no event answers a wait for %s', async (query, message) => {
  const emulator = await start();
  emulator.raise({ type: 'PutObject', bucket: 'b-b', key: 'k' });
  const reply = await send(emulator.url, { method: 'GET', path: `/_emulator/wait?${query}` });
  expect([reply.status, JSON.parse(reply.body)]).toEqual([400, { error: { code: 'BadWish', message } }]);
});

test.each(['', '?seconds=0', '?seconds=0.5&key=k', '?event=ObjectCreated:*&bucket=b-b'])(
  'an event of before answers a wait for it: %s',
  async (query) => {
    const emulator = await start();
    emulator.raise({ type: 'PutObject', bucket: 'b-b', key: 'k' });
    const reply = await send(emulator.url, { method: 'GET', path: `/_emulator/wait${query}` });
    expect([reply.status, JSON.parse(reply.body)]).toMatchObject([200, { key: 'k' }]);
  },
);
