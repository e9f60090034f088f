/** Operations of ali-oss that the other files have no use for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss } from './sdk.ts';

const BUCKET = 'demo-bucket';

let emulator: Emulator;
const folder = mkdtempSync(join(tmpdir(), 'ossnotify-emulator-'));

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  emulator.reset();
  await aliOss(emulator).putBucket(BUCKET);
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

const types = () => emulator.events().map(({ type, key }) => `${type} ${key}`);

test.each([
  ['V1', {}],
  ['V4', { authorizationV4: true }],
])('streams up and down, %s', async (_, options) => {
  const oss = aliOss(emulator, options);
  await oss.putStream('stream', Readable.from([Buffer.from('one'), Buffer.from('two')]));
  const { stream } = await oss.getStream('stream');
  expect(await text(stream)).toBe('onetwo');
  const file = join(folder, 'file');
  await oss.get('stream', file);
  expect(readFileSync(file, 'utf8')).toBe('onetwo');
});

test('uploads a file in parts by itself, and copies an object so', async () => {
  const file = join(folder, 'large');
  writeFileSync(file, Buffer.alloc(250 * 1024, 'x'));
  const oss = aliOss(emulator);
  const progress: number[] = [];
  await oss.multipartUpload('large', file, {
    partSize: 100 * 1024,
    parallel: 2,
    progress: (share: number) => progress.push(share),
  });
  expect(progress.at(-1)).toBe(1);
  const { res } = await oss.head('large');
  expect(res.headers).toMatchObject({
    'content-length': String(250 * 1024),
    'x-oss-object-type': 'Multipart',
  });
  await oss.multipartUploadCopy(
    'copied',
    { sourceKey: 'large', sourceBucketName: BUCKET },
    { partSize: 100 * 1024, parallel: 1 },
  );
  expect((await oss.get('copied')).content).toHaveLength(250 * 1024);
  expect(types().filter((type) => type.includes('Complete'))).toEqual([
    'ObjectCreated:CompleteMultipartUpload large',
    'ObjectCreated:CompleteMultipartUpload copied',
  ]);
});

test('tells what there is to know of objects and buckets', async () => {
  const oss = aliOss(emulator);
  await oss.put('a', Buffer.from('hello'));
  expect((await oss.getObjectMeta('a')).res.headers).toMatchObject({ 'content-length': '5' });
  expect(await oss.getACL('a')).toMatchObject({ acl: 'default' });
  expect(await oss.getBucketACL(BUCKET)).toMatchObject({ acl: 'private' });
  expect((await oss.getBucketStat(BUCKET)).stat).toMatchObject({ Storage: '5', ObjectCount: '1' });
  expect((await oss.getBucketLocation(BUCKET)).location).toBe('oss-cn-hangzhou');
});

test('deletes many without being told of each', async () => {
  const oss = aliOss(emulator);
  for (const key of ['a', 'b']) await oss.put(key, Buffer.from(key));
  expect((await oss.deleteMulti(['a', 'b', 'never'], { quiet: true })).deleted).toEqual([]);
  expect(types().slice(-2)).toEqual(['ObjectRemoved:DeleteObjects a', 'ObjectRemoved:DeleteObjects b']);
});

test.each([
  ['getBucketLifecycle', [BUCKET], 'GetBucketLifecycle'],
  ['getBucketEncryption', [BUCKET], 'GetBucketEncryption'],
  ['getBucketReferer', [BUCKET], 'GetBucketReferer'],
  ['getBucketLogging', [BUCKET], 'GetBucketLogging'],
  ['getBucketWebsite', [BUCKET], 'GetBucketWebsite'],
  ['getBucketRequestPayment', [BUCKET], 'GetBucketRequestPayment'],
])('%s is refused by its name', async (method, args, name) => {
  await expect(aliOss(emulator)[method](...args)).rejects.toMatchObject({
    status: 501,
    message: expect.stringContaining(name),
  });
});
