/** With a data folder, what was still to be done when the emulator ended is done by the next one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk } from '../contract/sdk.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { ManualClock } from './support/manual-clock.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let directory: string;
let clock: ManualClock;
let receiver: Receiver;
let emulator: Emulator;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-emulator-'));
  clock = new ManualClock();
  receiver = await startReceiver();
  await start();
});
afterEach(async () => {
  await Promise.all([emulator.close(), receiver.close()]);
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: EmulatorOptions = {}) {
  emulator = await startEmulator({ clock, dataDirectory: directory, ...options });
}

async function restart(options: EmulatorOptions = {}) {
  await emulator.close();
  await start(options);
}

async function until(isSo: () => boolean) {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const isWaiting = () => emulator.pushes()[0]?.nextAtMs !== undefined;

test('a push to a subscriber waits for its next attempt, and its attempts are counted on', async () => {
  receiver.status = 500;
  emulator.apply({ topics: [{ name: 't', subscriptions: [{ name: 's', to: receiver.url }] }] });
  await mnsSdk(emulator).publishMessage('t', { MessageBody: 'hello' });
  await until(isWaiting);
  const before = emulator.pushes();
  await restart();
  expect(emulator.pushes()).toEqual(before);
  expect(receiver.received).toHaveLength(1);
  receiver.status = 204;
  clock.advance(20_000);
  expect((await receiver.request(2)).body).toContain('<Message>hello</Message>');
  await until(() => emulator.pushes()[0]?.state === 'delivered');
  expect(emulator.pushes()).toMatchObject([{ attempts: 2 }]);
  await restart();
  expect(emulator.pushes()).toEqual([]);
});

test('the certificate that receivers have pinned stays, after a reset too', async () => {
  const certificate = await emulator.pushCertificate();
  emulator.reset();
  await restart();
  expect(await emulator.pushCertificate()).toBe(certificate);
  emulator.apply({ topics: [{ name: 't', subscriptions: [{ name: 's', to: receiver.url }] }] });
  await mnsSdk(emulator).publishMessage('t', { MessageBody: 'hello' });
  await until(() => emulator.pushes()[0]?.state === 'delivered');
});

test('a call of a KS3 rule is tried again, and reported where it fails for good', async () => {
  receiver.status = 500;
  const rule = {
    RuleId: 'photos',
    Method: 'PUT',
    Events: ['ks3:ObjectCreated:*'],
    Destinations: [{ DestType: 'Endpoint', CallbackUrl: `${receiver.url}/ks3` }],
    Report: { ReportType: 'failed', Enabled: 'true', Bucket: 'reports', Prefix: 'failed/' },
  };
  const body = JSON.stringify({ Notifications: [rule] });
  const put = (path: string, content: string) =>
    sendKs3(emulator.url, 'demo-bucket', { method: 'PUT', path, body: content });
  expect(await put('/?notification', body)).toMatchObject({ status: 200 });
  expect(await put('/a.jpg', 'a')).toMatchObject({ status: 200 });
  for (const attempt of [2, 3, 4]) {
    await until(isWaiting);
    await restart();
    clock.advance(20_000);
    expect(await receiver.request(attempt)).toMatchObject({ method: 'PUT', target: '/ks3' });
  }
  await until(() => emulator.pushes()[0]?.state === 'dead');
  expect(new Set(receiver.received.map((call) => call.body)).size).toBe(1);
  await restart();
  expect(emulator.pushes()).toEqual([]);
  clock.advance(DAY_MS);
  expect(emulator.buckets()).toMatchObject([{ name: 'demo-bucket' }, { name: 'reports', objects: 1 }]);
  await restart();
  clock.advance(DAY_MS);
  expect(emulator.buckets()).toMatchObject([{ name: 'demo-bucket' }, { name: 'reports', objects: 1 }]);
});

test('an archived object that was being restored tells when it is ready, once', async () => {
  const options = { restoreDelayMs: 60_000 };
  await restart(options);
  await callRules(emulator, 'CreateTopic', { TopicName: 't' });
  await callRules(emulator, 'CreateEventRule', {
    ProductName: 'oss',
    RuleName: 'restored',
    EventTypes: JSON.stringify(['ObjectRestore:FinishRestore']),
    MatchRules: JSON.stringify([[{ MatchState: 'true', Prefix: 'demo-bucket/' }]]),
    Endpoint: JSON.stringify({ EndpointType: 'topic', EndpointValue: 't' }),
  });
  const oss = aliOss(emulator);
  await oss.put('cold', Buffer.from('x'), { headers: { 'x-oss-storage-class': 'ColdArchive' } });
  await oss.restore('cold', { type: 'ColdArchive', Days: 1 });
  await restart(options);
  clock.advance(59_999);
  expect(emulator.topics()).toMatchObject([{ published: 0 }]);
  clock.advance(1);
  expect(emulator.topics()).toMatchObject([{ published: 1 }]);
  expect((await aliOss(emulator).head('cold')).res.headers).toMatchObject({
    'x-oss-restore': expect.stringContaining('ongoing-request="false"'),
  });
  await restart(options);
  clock.advance(DAY_MS);
  expect(emulator.events()).toEqual([]);
});
