import { afterEach, expect, test } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
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
