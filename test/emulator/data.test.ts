import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk, ruleQuery } from '../contract/sdk.ts';
import { startChildEmulator } from './support/child-emulator.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { ManualClock } from './support/manual-clock.ts';
import { sendMns } from './support/mns-wire.ts';

let directory: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-emulator-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const file = () => join(directory, 'emulator.ndjson');

async function fill(emulator: Emulator, clock: ManualClock): Promise<string> {
  const mns = mnsSdk(emulator);
  await mns.createQueue('q', { VisibilityTimeout: 60 });
  await mns.createQueue('gone');
  await mns.deleteQueue('gone');
  for (const MessageBody of ['taken', 'deleted', 'waiting']) await mns.sendMessage('q', { MessageBody });
  await mns.sendMessage('q', { MessageBody: 'delayed', DelaySeconds: 30, Priority: 2 });
  const taken = (await mns.receiveMessage('q')).body.ReceiptHandle;
  const deleted = (await mns.receiveMessage('q')).body.ReceiptHandle;
  await mns.deleteMessage('q', deleted);
  await mns.createTopic('t');
  await mns.setTopicAttributes('t', { LoggingEnabled: true });
  const endpoint = '<Subscription><Endpoint>acs:mns:r:1:queues/q</Endpoint></Subscription>';
  await mns.put('/topics/t/subscriptions/s', 'Subscription', Buffer.from(endpoint));
  await callRules(emulator, 'CreateEventRule', ruleQuery('kept'));
  const oss = aliOss(emulator);
  await oss.put('a.txt', Buffer.from('first'), { meta: { k: 'v' } });
  await oss.put('b.txt', Buffer.from('b'));
  await oss.delete('b.txt');
  const { uploadId } = await oss.initMultipartUpload('big');
  await sendKs3(emulator.url, 'ks3-bucket', {
    method: 'PUT',
    path: '/?notification',
    body: JSON.stringify({
      Notifications: [
        {
          RuleId: 'r',
          Events: ['ks3:ObjectCreated:*'],
          Destinations: [{ DestType: 'Endpoint', CallbackUrl: 'http://127.0.0.1:1/' }],
        },
      ],
    }),
  });
  expect(uploadId).not.toBe('');
  clock.advance(1000);
  return taken;
}

const comparable = (emulator: Emulator) => ({ ...emulator.state(), messages: emulator.messages('q') });

describe('with a data folder', () => {
  test('everything is there again after a restart, and again after a second one', async () => {
    const clock = new ManualClock();
    const first = await startEmulator({ clock, dataDirectory: directory });
    const receipt = await fill(first, clock);
    const before = comparable(first);
    await first.close();
    for (const round of [1, 2]) {
      const again = await startEmulator({ clock, dataDirectory: directory });
      expect(comparable(again)).toEqual(before);
      const oss = aliOss(again);
      expect((await oss.get('a.txt')).content.toString()).toBe('first');
      expect((await oss.head('a.txt')).meta).toEqual({ k: 'v' });
      expect((await oss.listUploads({})).uploads).toHaveLength(1);
      if (round === 2) {
        expect((await mnsSdk(again).deleteMessage('q', receipt)).code).toBe(204);
        clock.advance(60_000);
        const rest = (await mnsSdk(again).batchReceiveMessage('q', 16)).body;
        const bodies = rest.map((message: { MessageBody: string }) => message.MessageBody);
        expect(bodies).toEqual(['delayed', 'waiting']);
      }
      await again.close();
    }
  });

  test('the books are carried on', async () => {
    const first = await startEmulator({ dataDirectory: directory, faults: 'dup=1' });
    const to = 'queue:q';
    first.apply({ queues: ['q'], topics: [{ name: 't', subscriptions: [{ name: 's', to }] }] });
    const mns = mnsSdk(first);
    for (const MessageBody of ['one', 'two']) await mns.publishMessage('t', { MessageBody });
    await mns.deleteMessage('q', (await mns.receiveMessage('q')).body.ReceiptHandle);
    await first.close();
    for (const round of [1, 2]) {
      const again = await startEmulator({ dataDirectory: directory });
      expect(again.queues()).toMatchObject([{ sent: 4 + round - 1, duplicated: 2, deleted: 1, expired: 0 }]);
      expect(again.topics()).toMatchObject([{ published: 2 + round - 1 }]);
      await mnsSdk(again).publishMessage('t', { MessageBody: 'more' });
      await again.close();
    }
  });

  test('of an object that grows only what is added is written', async () => {
    const first = await startEmulator({ dataDirectory: directory });
    const oss = aliOss(first);
    const pieces = Array.from({ length: 40 }, (_, at) => Buffer.alloc(4096, String(at)));
    let position = 0;
    for (const piece of pieces) {
      await oss.append('log', piece, { position: String(position) });
      position += piece.length;
    }
    await first.close();
    expect(statSync(file()).size).toBeLessThan(2 * position);
    for (const _ of [1, 2]) {
      const again = await startEmulator({ dataDirectory: directory });
      const { content } = await aliOss(again).get('log');
      expect(content.equals(Buffer.concat(pieces))).toBe(true);
      await again.close();
    }
  });

  test('a reset is kept too', async () => {
    const clock = new ManualClock();
    const first = await startEmulator({ clock, dataDirectory: directory });
    await fill(first, clock);
    first.reset();
    await first.close();
    const again = await startEmulator({ clock, dataDirectory: directory });
    expect(again.state()).toMatchObject({ queues: [], topics: [], rules: [], buckets: [] });
    await again.close();
  });

  test('a last line that was not finished does no harm', async () => {
    const first = await startEmulator({ dataDirectory: directory });
    await mnsSdk(first).createQueue('q');
    await first.close();
    appendFileSync(file(), '{"kind":"queue","name":"ha');
    const again = await startEmulator({ dataDirectory: directory });
    expect(again.queues()).toMatchObject([{ name: 'q' }]);
    await again.close();
    expect(readFileSync(file(), 'utf8')).not.toContain('"ha');
  });

  test.each([
    ['of somebody else', 'hello\n'],
    ['that is damaged', '{"kind":"ossnotify-emulator","version":1}\n{"kind":\n{"kind":"reset"}\n'],
  ])('a file %s is refused and left alone', async (_, content) => {
    writeFileSync(file(), content);
    await expect(startEmulator({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'BadEmulatorData',
    });
    expect(readFileSync(file(), 'utf8')).toBe(content);
  });
});

test('kill -9 in the midst of sends loses nothing that was acknowledged, and doubles nothing', async () => {
  const { process: killed, url, died } = await startChildEmulator(directory);
  child = killed;
  await sendMns(url, { method: 'PUT', path: '/queues/q' });
  const acknowledged: string[] = [];
  let next = 0;
  const sender = async () => {
    for (;;) {
      const bodies = Array.from({ length: 16 }, () => `message ${next++}`);
      const body = `<Messages>${bodies.map((text) => `<Message><MessageBody>${text}</MessageBody></Message>`).join('')}</Messages>`;
      const reply = await sendMns(url, { method: 'POST', path: '/queues/q/messages', body }).catch(
        () => undefined,
      );
      if (reply?.status !== 201) return;
      acknowledged.push(...bodies);
      if (acknowledged.length > 2000) killed.kill('SIGKILL');
    }
  };
  await Promise.all([sender(), sender(), sender(), sender()]);
  // The new one must not read what the old one may still be writing.
  expect(await died).toEqual([null, 'SIGKILL']);
  const again = await startEmulator({ dataDirectory: directory });
  const there = again.messages('q').map(({ body }) => body);
  expect(new Set(there).size).toBe(there.length);
  expect(acknowledged.length).toBeGreaterThan(2000);
  const kept = new Set(there);
  expect(acknowledged.filter((body) => !kept.has(body))).toEqual([]);
  await again.close();
});
