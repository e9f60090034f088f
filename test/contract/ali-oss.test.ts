import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, type MnsSdk, mnsSdk, receiveEvents, ruleQuery } from './sdk.ts';

const ALL_EVENTS = JSON.stringify([
  'ObjectCreated:*',
  'ObjectDownloaded:GetObject',
  'ObjectModified:*',
  'ObjectRemoved:*',
  'ObjectRestore:FinishRestore',
]);

let emulator: Emulator;
let mns: MnsSdk;

beforeAll(async () => {
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
  await mns.createQueue('events');
  const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'events' });
  await callRules(emulator, 'CreateEventRule', ruleQuery('all-events', { EventTypes: ALL_EVENTS, Endpoint }));
});
afterAll(() => emulator.close());
afterEach(() => receiveEvents(mns, 'events'));

/** Name and key of every event since the last look. */
const happened = async () =>
  (await receiveEvents(mns, 'events')).map(({ eventName, oss }) => `${eventName} ${oss.object.key}`);

const KEY = 'movie/目录 50%+1.mp3';
const HELLO_ETAG = '5D41402ABC4B2A76B9719D911017C592';

/** With an address as its endpoint the SDK uses virtual hosts (`Host: demo-bucket.oss-…`), unless told otherwise. */
describe.each([
  ['V1, virtual host', {}],
  ['V4, virtual host', { authorizationV4: true }],
  ['V1, path style', { sldEnable: true }],
])('ali-oss with %s', (_, options) => {
  const oss = () => aliOss(emulator, options);

  test('puts, heads, gets and deletes', async () => {
    const { res } = await oss().put(KEY, Buffer.from('hello'), {
      meta: { camera: 'a7' },
      mime: 'audio/mpeg',
    });
    expect(res.headers).toMatchObject({
      etag: `"${HELLO_ETAG}"`,
      'x-oss-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
      'x-oss-event-status': 'eyJSZXN1bHQiOiAiT2sifQ==',
    });
    const head = await oss().head(KEY);
    expect(head).toMatchObject({ status: 200, meta: { camera: 'a7' } });
    expect(head.res.headers).toMatchObject({ 'content-length': '5', 'content-type': 'audio/mpeg' });
    expect((await oss().get(KEY)).content.toString()).toBe('hello');
    expect((await oss().get(KEY, { headers: { Range: 'bytes=1-2' } })).content.toString()).toBe('el');
    await oss().delete(KEY);
    await expect(oss().get(KEY)).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });

    const events = await receiveEvents(mns, 'events');
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'ObjectCreated:PutObject',
      'ObjectDownloaded:GetObject',
      'ObjectDownloaded:GetObject',
      'ObjectRemoved:DeleteObject',
    ]);
    expect(events[0]).toEqual({
      eventName: 'ObjectCreated:PutObject',
      eventSource: 'acs:oss',
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      eventVersion: '1.0',
      oss: {
        bucket: {
          arn: 'acs:oss:cn-hangzhou:1000000000000001:demo-bucket',
          name: 'demo-bucket',
          ownerIdentity: '1000000000000001',
          virtualBucket: '',
        },
        object: { deltaSize: 5, eTag: HELLO_ETAG, key: KEY, objectMeta: { mimeType: 'audio/mpeg' }, size: 5 },
        ossSchemaVersion: '1.0',
        ruleId: 'all-events',
      },
      region: 'cn-hangzhou',
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { requestId: res.headers['x-oss-request-id'] },
      userIdentity: { principalId: '1000000000000001' },
    });
    expect(events.slice(1).map(({ oss: { object } }) => object)).toMatchObject([
      { readFrom: 0, readTo: 5, deltaSize: 0 },
      { readFrom: 1, readTo: 3, deltaSize: 0 },
      { deltaSize: -5, size: 5 },
    ]);
  });

  test('copies, and changes metadata by a copy onto itself', async () => {
    await oss().put('from.txt', Buffer.from('hello'));
    await oss().copy('to.txt', 'from.txt');
    await oss().putMeta('to.txt', { colour: 'red' });
    expect((await oss().head('to.txt')).meta).toEqual({ colour: 'red' });
    expect((await oss().get('to.txt')).content.toString()).toBe('hello');
    expect((await happened()).slice(1, 3)).toEqual([
      'ObjectCreated:CopyObject to.txt',
      'ObjectModified:UpdateObjectMeta to.txt',
    ]);
  });

  test('appends at a position', async () => {
    const key = `log-${Object.keys(options).join()}`;
    const first = await oss().append(key, Buffer.from('abc'));
    expect(first.nextAppendPosition).toBe('3');
    await oss().append(key, Buffer.from('de'), { position: 3 });
    await expect(oss().append(key, Buffer.from('x'), { position: 1 })).rejects.toMatchObject({
      code: 'PositionNotEqualToLength',
      status: 409,
    });
    const objects = (await receiveEvents(mns, 'events')).map(({ oss: { object } }) => object);
    expect(objects).toMatchObject([
      { position: 0, size: 3, deltaSize: 3 },
      { position: 3, size: 5, deltaSize: 2 },
    ]);
  });

  test('uploads in parts, copies a part, aborts', async () => {
    const part = Buffer.alloc(100 * 1024, 'a');
    await oss().put('source.bin', part);
    const { uploadId } = await oss().initMultipartUpload('big.bin');
    const one = await oss()._uploadPart('big.bin', uploadId, 1, {
      stream: Readable.from([part]),
      size: part.length,
    });
    const two = await oss().uploadPartCopy('big.bin', uploadId, 2, '0-9', {
      sourceKey: 'source.bin',
      sourceBucketName: 'demo-bucket',
    });
    expect((await oss().listParts('big.bin', uploadId)).parts).toHaveLength(2);
    const done = await oss().completeMultipartUpload('big.bin', uploadId, [
      { number: 1, etag: one.res.headers.etag },
      { number: 2, etag: two.res.headers.etag },
    ]);
    expect(done.etag).toMatch(/^"[0-9A-F]{32}-2"$/);
    expect((await oss().head('big.bin')).res.headers['content-length']).toBe(String(part.length + 10));
    const other = await oss().initMultipartUpload('big.bin');
    expect((await oss().listUploads({})).uploads).toHaveLength(1);
    await oss().abortMultipartUpload('big.bin', other.uploadId);
    expect(await happened()).toEqual([
      'ObjectCreated:PutObject source.bin',
      'ObjectCreated:InitiateMultipartUpload big.bin',
      'ObjectCreated:UploadPart big.bin',
      'ObjectCreated:UploadPartCopy big.bin',
      'ObjectCreated:CompleteMultipartUpload big.bin',
      'ObjectCreated:InitiateMultipartUpload big.bin',
      'ObjectRemoved:AbortMultipartUpload big.bin',
    ]);
  });

  test('links, lists and deletes many', async () => {
    await oss().put('list/a', Buffer.from('a'));
    await oss().putSymlink('list/link', 'list/a');
    expect((await oss().getSymlink('list/link')).targetName).toBe('list/a');
    expect((await oss().get('list/link')).content.toString()).toBe('a');
    await oss().put('list/deep/b', Buffer.from('b'));
    const listed = await oss().listV2({ prefix: 'list/', delimiter: '/', 'max-keys': '2' });
    expect(listed.objects.map(({ name }: { name: string }) => name)).toEqual(['list/a']);
    expect(listed.prefixes).toEqual(['list/deep/']);
    const rest = await oss().listV2({
      prefix: 'list/',
      delimiter: '/',
      'continuation-token': listed.nextContinuationToken,
    });
    expect(rest.objects.map(({ name }: { name: string }) => name)).toEqual(['list/link']);
    expect((await oss().list({ prefix: 'list/', 'max-keys': 2 })).nextMarker).toBe('list/deep/b');
    const { deleted } = await oss().deleteMulti(['list/a', 'list/link', 'list/deep/b', 'list/none']);
    expect(deleted).toHaveLength(4);
    expect(await happened()).toEqual([
      'ObjectCreated:PutObject list/a',
      'ObjectCreated:PutSymlink list/link',
      'ObjectDownloaded:GetObject list/link',
      'ObjectCreated:PutObject list/deep/b',
      'ObjectRemoved:DeleteObjects list/a',
      'ObjectRemoved:DeleteObjects list/link',
      'ObjectRemoved:DeleteObjects list/deep/b',
    ]);
  });

  test('tells of buckets', async () => {
    const { bucket } = await oss().getBucketInfo('demo-bucket');
    expect(bucket).toMatchObject({ Name: 'demo-bucket', Location: 'oss-cn-hangzhou' });
    expect((await oss().getBucketLocation('demo-bucket')).location).toBe('oss-cn-hangzhou');
    await expect(oss().getBucketInfo('nowhere-bucket')).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  test('is refused with a wrong key or secret', async () => {
    const wrong = aliOss(emulator, options, { id: 'emulator', secret: 'wrong' });
    await expect(wrong.put('a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
      status: 403,
    });
    const nobody = aliOss(emulator, options, { id: 'nobody', secret: 'x' });
    await expect(nobody.put('a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'InvalidAccessKeyId',
      status: 403,
    });
  });
});

describe('ali-oss on buckets', () => {
  test('creates, lists and deletes', async () => {
    const oss = aliOss(emulator);
    await oss.putBucket('short-lived');
    const { buckets } = await oss.listBuckets({});
    expect(buckets.map(({ name }: { name: string }) => name)).toContain('short-lived');
    await oss.deleteBucket('short-lived');
    await expect(oss.getBucketInfo('short-lived')).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  test('names a subresource that the emulator does not have', async () => {
    await expect(aliOss(emulator).getBucketCORS('demo-bucket')).rejects.toMatchObject({
      code: 'NotImplemented',
      status: 501,
      message: expect.stringContaining('GetBucketCors'),
    });
  });
});
