/** Every operation of this SDK that the emulator has, beside those of oss20190517.test.ts. */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss } from './sdk.ts';

const require = createRequire(import.meta.url);
const sdk = require('@alicloud/oss20190517');
const { Config } = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');

const BUCKET = 'demo-bucket';
const runtime = new RuntimeOptions({});

let emulator: Emulator;
let oss: ReturnType<typeof sdk.default>;

beforeAll(async () => {
  emulator = await startEmulator();
  const endpoint = emulator.url.replace('http://', '');
  const { id: accessKeyId, secret: accessKeySecret } = EMULATOR_ACCESS_KEY;
  const config = { accessKeyId, accessKeySecret, endpoint, endpointType: 'ip', protocol: 'HTTP' };
  oss = new sdk.default(new Config(config));
});
beforeEach(async () => {
  emulator.reset();
  await aliOss(emulator).putBucket(BUCKET);
});
afterAll(() => emulator.close());

const bytes = (text: string) => Readable.from([Buffer.from(text)]);
const put = (key: string, text: string) =>
  oss.putObject(BUCKET, key, new sdk.PutObjectRequest({ body: bytes(text) }));
const types = () => emulator.events().map(({ type, key }) => `${type} ${key}`);

/** What it asked for is done, but it cannot read an answer without a body, which is what the service gives. */
const unreadable = (answer: Promise<unknown>) =>
  expect(answer).rejects.toThrow('not a valid value for parameter');

describe('@alicloud/oss20190517 on objects', () => {
  test('appends', async () => {
    const append = (position: number, text: string) =>
      oss.appendObject(BUCKET, 'log', new sdk.AppendObjectRequest({ position, body: bytes(text) }));
    await unreadable(append(0, 'one'));
    // It holds the checksum of the whole object against the part.
    await expect(append(3, 'two')).rejects.toMatchObject({ code: 'CrcNotMatched' });
    await expect(append(3, 'late')).rejects.toMatchObject({ code: 'PositionNotEqualToLength' });
    expect((await aliOss(emulator).get('log')).content.toString()).toBe('onetwo');
    expect(types()).toContain('ObjectCreated:AppendObject log');
  });

  test('links', async () => {
    await put('a', 'target');
    const headers = new sdk.PutSymlinkHeaders({ symlinkTargetKey: 'a' });
    await unreadable(oss.putSymlinkWithOptions(BUCKET, 'link', headers, runtime));
    await unreadable(oss.getSymlink(BUCKET, 'link', new sdk.GetSymlinkRequest({})));
    expect((await aliOss(emulator).getSymlink('link')).targetName).toBe('a');
    const got = await oss.getObject(BUCKET, 'link', new sdk.GetObjectRequest({}));
    expect((await got.body.toArray()).join('')).toBe('target');
  });

  test('tells what there is to know', async () => {
    await put('a', 'hello');
    const meta = await oss.getObjectMeta(BUCKET, 'a', new sdk.GetObjectMetaRequest({}));
    expect(meta.headers).toMatchObject({ 'content-length': '5', etag: '"5D41402ABC4B2A76B9719D911017C592"' });
    const acl = await oss.getObjectAcl(BUCKET, 'a', new sdk.GetObjectAclRequest({}));
    expect(acl.body.accessControlList).toMatchObject({ ACL: 'default' });
  });

  test('restores what is archived', async () => {
    const commonHeaders = { 'x-oss-storage-class': 'ColdArchive' };
    const request = new sdk.PutObjectRequest({ body: bytes('cold') });
    await oss.putObjectWithOptions(
      BUCKET,
      'cold',
      request,
      new sdk.PutObjectHeaders({ commonHeaders }),
      runtime,
    );
    await unreadable(oss.restoreObject(BUCKET, 'cold', new sdk.RestoreObjectRequest({})));
    await emulator.waitFor({ event: 'ObjectRestore:FinishRestore', key: 'cold' });
  });
});

describe('@alicloud/oss20190517 in parts', () => {
  const start = async (key: string) =>
    (await oss.initiateMultipartUpload(BUCKET, key, new sdk.InitiateMultipartUploadRequest({}))).body
      .uploadId;

  test('uploads, copies, lists and completes', async () => {
    const uploadId = await start('big');
    const part = (partNumber: string, text: string) =>
      oss.uploadPart(BUCKET, 'big', new sdk.UploadPartRequest({ uploadId, partNumber, body: bytes(text) }));
    await unreadable(part('1', 'x'.repeat(102_400)));
    await put('source', 'tail');
    const copied = await oss.uploadPartCopyWithOptions(
      BUCKET,
      'big',
      new sdk.UploadPartCopyRequest({ uploadId, partNumber: '2' }),
      new sdk.UploadPartCopyHeaders({ copySource: `/${BUCKET}/source` }),
      runtime,
    );
    const { body } = await oss.listParts(BUCKET, 'big', new sdk.ListPartsRequest({ uploadId }));
    expect(body.part.map(({ size }: { size: string }) => Number(size))).toEqual([102_400, 4]);
    expect(body.part[1].ETag).toBe(copied.body.ETag);
    // The SDK writes a list of parts as a document of another root, so all that there is has to do.
    const done = await oss.completeMultipartUploadWithOptions(
      BUCKET,
      'big',
      new sdk.CompleteMultipartUploadRequest({ uploadId }),
      new sdk.CompleteMultipartUploadHeaders({ completeAll: 'yes' }),
      runtime,
    );
    expect(done.body.ETag).toMatch(/-2"$/);
    expect(types()).toEqual([
      'ObjectCreated:InitiateMultipartUpload big',
      'ObjectCreated:UploadPart big',
      'ObjectCreated:PutObject source',
      'ObjectCreated:UploadPartCopy big',
      'ObjectCreated:CompleteMultipartUpload big',
    ]);
  });

  test('lists and aborts', async () => {
    const [one] = [await start('one'), await start('two')];
    const { body } = await oss.listMultipartUploads(BUCKET, new sdk.ListMultipartUploadsRequest({}));
    expect(body.uploads.map(({ key }: { key: string }) => key)).toEqual(['one', 'two']);
    await oss.abortMultipartUpload(BUCKET, 'one', new sdk.AbortMultipartUploadRequest({ uploadId: one }));
    expect(types()).toContain('ObjectRemoved:AbortMultipartUpload one');
  });
});

describe('@alicloud/oss20190517 on buckets', () => {
  test('lists objects', async () => {
    for (const key of ['a', 'b', 'dir/c', 'dir/d', 'other/e']) await put(key, key);
    const request = new sdk.ListObjectsRequest({ delimiter: '/' });
    const { body } = await oss.listObjects(BUCKET, request);
    expect(body.contents.map(({ key }: { key: string }) => key)).toEqual(['a', 'b']);
  });

  test('keeps versions, and lists them', async () => {
    await aliOss(emulator).putBucketVersioning(BUCKET, 'Enabled');
    expect((await oss.getBucketVersioning(BUCKET)).body).toMatchObject({ status: 'Enabled' });
    expect((await oss.getBucketInfo(BUCKET)).body.bucket.versioning).toBe('Enabled');
    const first = (await put('a', 'one')).headers['x-oss-version-id'];
    await put('a', 'two');
    const { body } = await oss.listObjectVersions(BUCKET, new sdk.ListObjectVersionsRequest({}));
    expect(body.versions.map(({ isLatest }: { isLatest: boolean }) => isLatest)).toEqual([true, false]);
    const old = await oss.headObject(BUCKET, 'a', new sdk.HeadObjectRequest({ versionId: first }));
    expect(old.headers['x-oss-version-id']).toBe(first);
    await oss.deleteObject(BUCKET, 'a', new sdk.DeleteObjectRequest({ versionId: first }));
    expect(types().at(-1)).toBe('ObjectRemoved:DeleteObject a');
  });

  test('its documents of another root are refused', async () => {
    const versioningConfiguration = new sdk.VersioningConfiguration({ status: 'Enabled' });
    const request = new sdk.PutBucketVersioningRequest({ versioningConfiguration });
    await expect(oss.putBucketVersioning(BUCKET, request)).rejects.toMatchObject({ code: 'MalformedXML' });
  });

  test('makes a bucket', async () => {
    await unreadable(oss.putBucket('made-bucket', new sdk.PutBucketRequest({})));
    expect(emulator.buckets().map(({ name }) => name)).toContain('made-bucket');
  });

  test('tells where a bucket is and who may use it, and deletes it', async () => {
    expect((await oss.getBucketLocation(BUCKET)).statusCode).toBe(200);
    expect((await oss.getBucketAcl(BUCKET)).body.accessControlList).toEqual({ grant: 'private' });
    expect((await oss.listBuckets(new sdk.ListBucketsRequest({}))).statusCode).toBe(200);
    expect((await oss.deleteBucket(BUCKET)).statusCode).toBe(204);
    await expect(oss.getBucketInfo(BUCKET)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  test.each([
    ['getBucketLifecycle', 'GetBucketLifecycle'],
    ['getBucketWebsite', 'GetBucketWebsite'],
  ])('%s is refused by its name', async (method, name) => {
    await expect(oss[method](BUCKET)).rejects.toMatchObject({
      code: 'NotImplemented',
      statusCode: 501,
      message: expect.stringContaining(name),
    });
  });
});
