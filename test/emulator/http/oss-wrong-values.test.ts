/** What a service would act on is acted on or refused: a plain 200 to it would be a wrong one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { aliOss } from '../../contract/sdk.ts';
import { sendKs3 } from '../support/ks3-wire.ts';
import { sendOss } from '../support/oss-wire.ts';

const BUCKET = 'demo-bucket';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  emulator.reset();
  await call('PUT', '/a', 'hello');
});
afterAll(() => emulator.close());

const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  sendOss(emulator.url, { method, path: `/${BUCKET}${path}`, headers, ...(body && { body }) });
const codeOf = (body: string) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];
const texts = (body: string, name: string) =>
  [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text);

test.each([
  ['x-oss-storage-class', 'Cheap'],
  ['x-oss-server-side-encryption', 'ROT13'],
  ['x-oss-forbid-overwrite', 'yes'],
])('a header %s of %s is refused', async (name, value) => {
  const reply = await call('PUT', '/b', 'x', { [name]: value });
  expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
  expect((await call('GET', '/b')).status).toBe(404);
});

test.each(['x-oss-metadata-directive', 'x-oss-tagging-directive'])('so is a wrong %s', async (name) => {
  const headers = { 'x-oss-copy-source': `/${BUCKET}/a`, [name]: 'MERGE' };
  expect((await call('PUT', '/b', undefined, headers)).status).toBe(400);
});

test.each([
  '?encoding-type=hex',
  '?list-type=3',
  '?list-type=2&continuation-token=%21%21',
  '?max-keys=many',
  '?uploads&max-uploads=0',
  '?uploads&max-uploads=1001',
  '?versions&encoding-type=hex',
])('a list with %s is refused', async (query) => {
  const reply = await call('GET', `/${query}`);
  expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
});

test('a header that no answer can be written with is refused to a read', async () => {
  const reply = await call('GET', '/a?response-content-disposition=%00');
  expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
});

test('encryption at rest is told back by what stores and what reads', async () => {
  const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'k-1' };
  for (const reply of [await call('PUT', '/b', 'x', headers), await call('HEAD', '/b')])
    expect(reply.headers).toMatchObject(headers);
});

describe('a bucket', () => {
  const put = (name: string, members: string) =>
    sendOss(emulator.url, {
      method: 'PUT',
      path: `/${name}`,
      body: `<CreateBucketConfiguration>${members}</CreateBucketConfiguration>`,
    });

  test('has the storage class that it was made with, and so have its objects', async () => {
    await put('cold', '<StorageClass>Archive</StorageClass><DataRedundancyType>ZRS</DataRedundancyType>');
    const { bucket } = await aliOss(emulator).getBucketInfo('cold');
    expect(bucket).toMatchObject({ StorageClass: 'Archive', DataRedundancyType: 'ZRS' });
    const oss = aliOss(emulator, { bucket: 'cold' });
    await oss.put('k', Buffer.from('x'));
    await expect(oss.get('k')).rejects.toMatchObject({ code: 'InvalidObjectState' });
    await oss.put('warm', Buffer.from('x'), { headers: { 'x-oss-storage-class': 'Standard' } });
    expect((await oss.get('warm')).res.headers['x-oss-storage-class']).toBe('Standard');
  });

  test('does not change its class, and takes no other document', async () => {
    await put('cold', '<StorageClass>Archive</StorageClass>');
    expect((await put('cold', '')).status).toBe(200);
    expect(codeOf((await put('cold', '<StorageClass>IA</StorageClass>')).body)).toBe('BucketAlreadyExists');
    expect(codeOf((await put('new', '<StorageClass>Warm</StorageClass>')).body)).toBe('InvalidArgument');
    const other = await sendOss(emulator.url, { method: 'PUT', path: '/new', body: '<What/>' });
    expect(codeOf(other.body)).toBe('MalformedXML');
    expect(emulator.buckets().map(({ name }) => name)).not.toContain('new');
  });

  test('is found by its tags', async () => {
    const oss = aliOss(emulator);
    for (const [name, team] of [
      ['one', 'a'],
      ['two', 'b'],
    ]) {
      await put(name ?? '', '');
      await oss.putBucketTags(name, { team });
    }
    const named = async (query: string) =>
      texts((await sendOss(emulator.url, { method: 'GET', path: `/?${query}` })).body, 'Name');
    expect(await named('tag-key=team')).toEqual(['one', 'two']);
    expect(await named('tag-key=team&tag-value=b')).toEqual(['two']);
    expect((await sendOss(emulator.url, { method: 'GET', path: '/?tag-value=b' })).status).toBe(400);
  });
});

describe('uploads in progress', () => {
  const keys = ['a/1', 'a/2', 'b', 'b', 'c/1'];
  beforeEach(async () => {
    for (const key of keys) await call('POST', `/${key}?uploads`);
  });

  test('come in pages, which together have each of them once', async () => {
    const seen: string[] = [];
    let markers = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await call('GET', `/?uploads&max-uploads=2${markers}`);
      seen.push(...texts(body, 'Key').map(String));
      if (texts(body, 'IsTruncated')[0] === 'false') break;
      markers = `&key-marker=${encodeURIComponent(texts(body, 'NextKeyMarker')[0] ?? '')}&upload-id-marker=${texts(body, 'NextUploadIdMarker')[0]}`;
    }
    expect(seen).toEqual(keys);
  });

  test('are rolled up by a delimiter, across pages too', async () => {
    const { body } = await call('GET', '/?uploads&delimiter=%2F');
    expect([texts(body, 'Key'), texts(body, 'Prefix').slice(1)]).toEqual([
      ['b', 'b'],
      ['a/', 'c/'],
    ]);
    const first = await call('GET', '/?uploads&delimiter=%2F&max-uploads=1');
    expect([texts(first.body, 'NextKeyMarker'), texts(first.body, 'Key')]).toEqual([['a/'], []]);
    const second = await call('GET', '/?uploads&delimiter=%2F&max-uploads=1&key-marker=a%2F');
    expect(texts(second.body, 'Key')).toEqual(['b']);
  });

  test('of a key after a marker without an id are the next key', async () => {
    expect(texts((await call('GET', '/?uploads&key-marker=b')).body, 'Key')).toEqual(['c/1']);
  });
});

describe('the parts of an upload', () => {
  let at: string;
  beforeEach(async () => {
    at = `/big?uploadId=${texts((await call('POST', '/big?uploads')).body, 'UploadId')[0]}`;
    for (const number of [1, 2, 3]) await call('PUT', `${at}&partNumber=${number}`, 'part');
  });

  test.each([
    'max-parts=abc',
    'max-parts=-1',
    'max-parts=0',
    'max-parts=1001',
    'part-number-marker=-1',
    'part-number-marker=one',
  ])('are not listed with %s', async (query) => {
    const reply = await call('GET', `${at}&${query}`);
    expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
  });

  test('come in pages', async () => {
    const first = await call('GET', `${at}&max-parts=2`);
    expect(texts(first.body, 'PartNumber')).toEqual(['1', '2']);
    expect(texts(first.body, 'IsTruncated')).toEqual(['true']);
    const [marker] = texts(first.body, 'NextPartNumberMarker');
    const second = await call('GET', `${at}&max-parts=2&part-number-marker=${marker}`);
    expect([texts(second.body, 'PartNumber'), texts(second.body, 'IsTruncated')]).toEqual([['3'], ['false']]);
  });

  test.each([
    ['bytes=1-3', 3],
    ['bytes=1-99', 4],
    ['bytes=5-9', 5],
    ['bytes=x', 5],
  ])(
    'copied with a range of %s are of %i bytes: the whole, where the source cannot meet it',
    async (range, size) => {
      const headers = { 'x-oss-copy-source': `/${BUCKET}/a`, 'x-oss-copy-source-range': range };
      expect((await call('PUT', `${at}&partNumber=4`, undefined, headers)).status).toBe(200);
      expect(texts((await call('GET', at)).body, 'Size').at(-1)).toBe(String(size));
      const event = { element: { oss: { object: { size } } } };
      expect(emulator.events().at(-1)).toMatchObject({ type: 'ObjectCreated:UploadPartCopy', ...event });
    },
  );
});

describe('KS3', () => {
  const ks3 = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    sendKs3(emulator.url, BUCKET, { method, path, headers, ...(body && { body }) });

  test.each(['x-kss-metadata-directive', 'x-kss-tagging-directive', 'x-amz-metadata-directive'])(
    'refuses a wrong %s',
    async (name) => {
      await ks3('PUT', '/a', 'x');
      const headers = { 'x-kss-copy-source': `/${BUCKET}/a`, [name]: 'MERGE' };
      const reply = await ks3('PUT', '/b', undefined, headers);
      expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
      expect((await ks3('GET', '/b')).status).toBe(404);
      expect((await ks3('PUT', '/b', undefined, { ...headers, [name]: 'replace' })).status).toBe(200);
    },
  );

  test('has its own words for storage classes', async () => {
    await ks3('PUT', '/a', 'x');
    await ks3('PUT', '/b', 'x', { 'x-kss-storage-class': 'ARCHIVE' });
    expect(texts((await ks3('GET', '/')).body, 'StorageClass')).toEqual(['STANDARD', 'ARCHIVE']);
    expect((await ks3('HEAD', '/a')).headers['x-kss-storage-class']).toBe('STANDARD');
    expect((await ks3('GET', '/b')).status).toBe(403);
  });

  test.each(['x-kss-callbackurl', 'x-kss-async-process'])('does not pass over %s', async (name) => {
    const reply = await ks3('PUT', '/a', 'x', { [name]: 'http://127.0.0.1:1/' });
    expect([reply.status, reply.body]).toEqual([501, expect.stringContaining(name)]);
  });
});
