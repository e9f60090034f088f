import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { createOssClient, type OssClient } from '../../src/clients/oss.ts';
import { createOssRules } from '../../src/clients/oss-rules.ts';
import type { Rules } from '../../src/clients/rules.ts';
import {
  EMULATOR_ACCESS_KEY,
  EMULATOR_ACCOUNT,
  EMULATOR_REGION,
  type Emulator,
  startEmulator,
} from '../../src/emulator/index.ts';
import { queueSource } from '../../src/sources/queue.ts';
import { openTemporarySubscription } from '../../src/sources/temporary-subscription.ts';
import { deliveriesIn } from '../support/deliveries.ts';

/** Our clients against our emulator, which share no codec: each is a check on the other. */
let emulator: Emulator;
let mns: MnsClient;
let rules: Rules;
let oss: OssClient;

const now = Date.now;
const credentials = async () => ({
  accessKeyId: EMULATOR_ACCESS_KEY.id,
  accessKeySecret: EMULATOR_ACCESS_KEY.secret,
});

beforeAll(async () => {
  emulator = await startEmulator();
  const shared = {
    endpoint: emulator.url,
    region: EMULATOR_REGION,
    accountId: EMULATOR_ACCOUNT,
    credentials,
  };
  mns = createMnsClient(shared);
  rules = createOssRules(shared);
  oss = createOssClient(shared);
});

afterAll(async () => {
  await mns.close();
  await emulator.close();
});

const receiveAll = (queue: string) => mns.receive(queue, { batchSize: 16, waitSeconds: 0 });

describe('MNS', () => {
  it('queues: made, described, changed, listed, deleted', async () => {
    await expect(mns.createQueue('one', { visibilitySeconds: 40 })).resolves.toBe('created');
    await expect(mns.createQueue('one', { visibilitySeconds: 40 })).resolves.toBe('existed');
    await expect(mns.createQueue('one', { visibilitySeconds: 41 })).rejects.toMatchObject({
      code: 'QueueAlreadyExist',
      kind: 'conflict',
    });
    await mns.setQueueAttributes('one', { pollingWaitSeconds: 3 });
    await expect(mns.queueAttributes('one')).resolves.toMatchObject({
      name: 'one',
      visibilitySeconds: 40,
      pollingWaitSeconds: 3,
      activeMessages: 0,
    });
    await mns.createQueue('two');
    await expect(mns.listQueues('on')).resolves.toEqual(['one']);
    await mns.deleteQueue('one');
    await mns.deleteQueue('two');
    await expect(mns.queueAttributes('one')).rejects.toMatchObject({ code: 'QueueNotExist', status: 404 });
  });

  it('messages: sent, seen, received, postponed, deleted', async () => {
    await mns.createQueue('work');
    const body = 'a<b>&\r\n"é" 漢 ]]>';
    const { messageId } = await mns.send('work', body);
    const batch = await mns.sendBatch('work', [{ body: 'x', priority: 1 }, { body: 'y' }]);
    expect(batch).toHaveLength(2);
    expect((await mns.peek('work', 16)).map((message) => message.dequeueCount)).toEqual([0, 0, 0]);

    const messages = await receiveAll('work');
    const first = messages.find((message) => message.messageId === messageId);
    expect(first).toMatchObject({ body, dequeueCount: 1 });
    await expect(receiveAll('work')).resolves.toEqual([]);
    expect(Math.abs((first?.enqueuedAtMs ?? 0) - now())).toBeLessThan(60_000);

    const later = await mns.changeVisibility('work', first?.receipt ?? '', 100);
    expect(later.nextVisibleAtMs).toBeGreaterThan(now() + 90_000);
    const receipts = [first?.receipt ?? '', ...messages.slice(1).map(({ receipt }) => receipt)];
    const failed = await mns.delete(
      'work',
      messages.map(({ receipt }) => receipt),
    );
    expect(failed).toEqual([expect.objectContaining({ receipt: receipts[0] })]);
    await expect(mns.delete('work', [later.receipt])).resolves.toEqual([]);
    await mns.deleteQueue('work');
  });

  it('topics and subscriptions', async () => {
    await expect(mns.createTopic('news')).resolves.toBe('created');
    await expect(mns.topicAttributes('news')).resolves.toMatchObject({
      name: 'news',
      maximumMessageBytes: 65_536,
    });
    await expect(mns.listTopics('ne')).resolves.toEqual(['news']);
    await mns.createQueue('reader');
    const endpoint = `acs:mns:${EMULATOR_REGION}:${EMULATOR_ACCOUNT}:queues/reader`;
    const options = { endpoint, format: 'SIMPLIFIED', filterTag: 'hot' } as const;
    await expect(mns.subscribe('news', 'sub', options)).resolves.toBe('created');
    await expect(mns.subscribe('news', 'sub', options)).resolves.toBe('existed');
    await expect(mns.subscription('news', 'sub')).resolves.toMatchObject({
      ...options,
      topic: 'news',
      name: 'sub',
    });
    await expect(mns.listSubscriptions('news')).resolves.toEqual(['sub']);
    await mns.publish('news', 'cold', { tag: 'cold' });
    await mns.publish('news', 'hot & new', { tag: 'hot' });
    expect((await receiveAll('reader')).map(({ body }) => body)).toEqual(['hot & new']);
    await mns.unsubscribe('news', 'sub');
    await expect(mns.listSubscriptions('news')).resolves.toEqual([]);
    await mns.deleteTopic('news');
    await mns.deleteQueue('reader');
    await expect(mns.publish('news', 'x')).rejects.toMatchObject({ code: 'TopicNotExist' });
  });

  it.each([
    [
      'a wrong secret',
      { accessKeyId: EMULATOR_ACCESS_KEY.id, accessKeySecret: 'wrong' },
      'SignatureDoesNotMatch',
    ],
    ['an unknown key', { accessKeyId: 'who', accessKeySecret: 'wrong' }, 'InvalidAccessKeyId'],
  ])('%s', async (_name, keys, code) => {
    const shared = { endpoint: emulator.url, region: EMULATOR_REGION, credentials: async () => keys };
    const stranger = createMnsClient({ ...shared, accountId: '1' });
    await expect(stranger.listQueues()).rejects.toMatchObject({ code, kind: 'authentication', status: 403 });
    await stranger.close();
    const expected = { code: expect.stringContaining(code), kind: 'authentication' };
    await expect(createOssRules(shared).list()).rejects.toMatchObject(expected);
    await expect(createOssClient(shared).bucketInfo('demo-bucket')).rejects.toMatchObject(expected);
  });

  it('a clock that is an hour behind', async () => {
    const slow = createMnsClient({
      endpoint: emulator.url,
      accountId: EMULATOR_ACCOUNT,
      credentials,
      now: () => now() - 3_600_000,
    });
    await expect(slow.listQueues()).rejects.toMatchObject({
      code: 'TimeExpired',
      hint: "set this computer's clock: it is 60 minutes behind the server's",
    });
    await slow.close();
  });
});

describe('rules', () => {
  it('made, read, listed, deleted', async () => {
    const rule = {
      name: 'movies',
      bucket: 'rule-bucket',
      events: ['ObjectCreated:*'],
      resources: [
        { kind: 'pattern', prefix: 'movie/', suffix: '.mp3' },
        { kind: 'name', key: "it's/(a) *name*.txt" },
      ],
      endpoint: { type: 'topic', value: 'movies' },
    } as const;
    await mns.createTopic('movies');
    await rules.create(rule);
    await expect(rules.get('movies')).resolves.toMatchObject({ ...rule, topic: 'movies' });
    expect((await rules.list()).map(({ name }) => name)).toEqual(['movies']);
    await expect(rules.delete('movies')).resolves.toBe('deleted');
    await expect(rules.get('movies')).resolves.toBeUndefined();
    await expect(rules.list()).resolves.toEqual([]);
    await mns.deleteTopic('movies');
  });
});

describe('OSS', () => {
  it('describes a bucket', async () => {
    await oss.createBucket('plain-bucket');
    await expect(oss.bucketInfo('plain-bucket')).resolves.toMatchObject({
      name: 'plain-bucket',
      region: EMULATOR_REGION,
      ownerId: EMULATOR_ACCOUNT,
    });
    await expect(oss.bucketInfo('no-such-bucket')).rejects.toMatchObject({
      code: 'NoSuchBucket',
      kind: 'not-found',
    });
  });

  it('raises events that a temporary subscription receives, and leaves nothing behind', async () => {
    const bucket = 'demo-bucket';
    await mns.createTopic('all');
    await rules.create({
      name: 'all',
      bucket,
      events: ['ObjectCreated:*', 'ObjectDownloaded:GetObject', 'ObjectRemoved:*'],
      resources: [{ kind: 'pattern', prefix: '', suffix: '' }],
      endpoint: { type: 'topic', value: 'all' },
    });
    const subscription = await openTemporarySubscription({
      client: mns,
      topic: 'all',
      region: EMULATOR_REGION,
      accountId: EMULATOR_ACCOUNT,
      random: Math.random,
    });
    const expected = await makeTraffic(bucket);
    expect(await eventTypes(subscription.queue, expected.length)).toEqual(expected.sort());
    await expect(mns.queueAttributes(subscription.queue)).resolves.toMatchObject({
      activeMessages: 0,
      inactiveMessages: 0,
    });
    await subscription.close();
    await expect(mns.listQueues()).resolves.toEqual([]);
    await expect(mns.listSubscriptions('all')).resolves.toEqual([]);
    await rules.delete('all');
    await mns.deleteTopic('all');
  });
});

async function makeTraffic(bucket: string): Promise<string[]> {
  const body = Buffer.from('0123456789');
  const put = await oss.putObject(bucket, 'movie/a.mp3', body, { contentType: 'audio/mpeg' });
  expect(put).toMatchObject({ etag: expect.any(String), eventStatus: 'Ok' });
  const part = await oss.getObject(bucket, 'movie/a.mp3', { range: { first: 2, last: 5 } });
  expect(part.body.toString()).toBe('2345');
  expect((await oss.copyObject(bucket, 'copy.mp3', { bucket, key: 'movie/a.mp3' })).etag).toBe(put.etag);
  await oss.putSymlink(bucket, 'latest.mp3', 'movie/a.mp3');
  await oss.appendObject(bucket, 'log', 0, body);
  await oss.appendObject(bucket, 'log', body.length, body);
  expect((await oss.getObject(bucket, 'log')).body.length).toBe(20);
  const uploadId = await oss.initiateMultipart(bucket, 'big');
  const first = await oss.uploadPart(bucket, 'big', { uploadId, partNumber: 1, body: Buffer.alloc(102_400) });
  await oss.completeMultipart(bucket, 'big', { uploadId, parts: [first] });
  await oss.abortMultipart(bucket, 'big2', await oss.initiateMultipart(bucket, 'big2'));
  await oss.deleteObject(bucket, 'copy.mp3');
  await oss.deleteObjects(bucket, ['log', 'big']);
  return [
    'ObjectCreated:PutObject',
    'ObjectDownloaded:GetObject',
    'ObjectCreated:CopyObject',
    'ObjectCreated:PutSymlink',
    'ObjectCreated:AppendObject',
    'ObjectCreated:AppendObject',
    'ObjectDownloaded:GetObject',
    'ObjectCreated:InitiateMultipartUpload',
    'ObjectCreated:UploadPart',
    'ObjectCreated:CompleteMultipartUpload',
    'ObjectCreated:InitiateMultipartUpload',
    'ObjectRemoved:AbortMultipartUpload',
    'ObjectRemoved:DeleteObject',
    'ObjectRemoved:DeleteObjects',
    'ObjectRemoved:DeleteObjects',
  ];
}

/** Types of the first `count` events of a queue, sorted. */
async function eventTypes(queue: string, count: number): Promise<string[]> {
  const abort = new AbortController();
  const types: string[] = [];
  for await (const item of queueSource({ client: mns, queue, waitSeconds: 1, now })(abort.signal)) {
    for (const delivery of deliveriesIn([item])) {
      const { events } = JSON.parse(Buffer.from(delivery.message.body, 'base64').toString());
      for (const { eventName } of events) types.push(eventName);
      delivery.acknowledge?.();
    }
    if (types.length >= count) abort.abort();
  }
  return types.sort();
}
