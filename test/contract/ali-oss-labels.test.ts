/** Access control lists and tags, and what they come to for somebody without a key. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { sendOss } from '../emulator/support/oss-wire.ts';
import { aliOss } from './sdk.ts';

const BUCKET = 'demo-bucket';

let emulator: Emulator;
// biome-ignore lint/suspicious/noExplicitAny: ali-oss carries no declarations.
let oss: any;

beforeAll(async () => {
  emulator = await startEmulator();
  oss = aliOss(emulator);
});
beforeEach(async () => {
  emulator.reset();
  await oss.putBucket(BUCKET);
  await oss.put('a', Buffer.from('hello'));
});
afterAll(() => emulator.close());

const anonymously = async (path: string, init: RequestInit = {}) => {
  const reply = await fetch(`${emulator.url}/${BUCKET}/${path}`, init);
  return [reply.status, (await reply.text()).match(/<Code>(.*)<\/Code>/)?.[1]];
};

describe('access control lists', () => {
  test('of a bucket are what they were set to, from its making on', async () => {
    expect((await oss.getBucketACL(BUCKET)).acl).toBe('private');
    await oss.putBucketACL(BUCKET, 'public-read-write');
    expect((await oss.getBucketACL(BUCKET)).acl).toBe('public-read-write');
    await oss.putBucket('open-bucket', { acl: 'public-read' });
    expect((await oss.getBucketInfo('open-bucket')).bucket.AccessControlList.Grant).toBe('public-read');
  });

  test('of an object are what they were set to, and end with it', async () => {
    expect((await oss.getACL('a')).acl).toBe('default');
    await oss.putACL('a', 'public-read');
    expect((await oss.getACL('a')).acl).toBe('public-read');
    await oss.copy('copied', 'a');
    expect((await oss.getACL('copied')).acl).toBe('default');
    await oss.put('a', Buffer.from('again'));
    expect((await oss.getACL('a')).acl).toBe('default');
    await oss.put('b', Buffer.from('b'), { headers: { 'x-oss-object-acl': 'private' } });
    expect((await oss.getACL('b')).acl).toBe('private');
  });

  test('say what anybody may read', async () => {
    expect(await anonymously('a')).toEqual([403, 'AccessDenied']);
    await oss.putBucketACL(BUCKET, 'public-read');
    expect(await anonymously('a')).toEqual([200, undefined]);
    expect(await anonymously('a', { method: 'PUT', body: 'x' })).toEqual([403, 'AccessDenied']);
    expect(await anonymously('')).toEqual([403, 'AccessDenied']);
    await oss.putACL('a', 'private');
    expect(await anonymously('a')).toEqual([403, 'AccessDenied']);
    expect(await anonymously('never')).toEqual([404, 'NoSuchKey']);
  });

  test('say what anybody may write, which raises its events', async () => {
    await oss.putBucketACL(BUCKET, 'public-read-write');
    expect(await anonymously('new', { method: 'PUT', body: 'x' })).toEqual([200, undefined]);
    expect(await anonymously('new?acl', { method: 'GET' })).toEqual([403, 'AccessDenied']);
    expect(
      await anonymously('copy', { method: 'PUT', headers: { 'x-oss-copy-source': `/${BUCKET}/a` } }),
    ).toEqual([403, 'AccessDenied']);
    expect(emulator.events().at(-1)).toMatchObject({ type: 'ObjectCreated:PutObject', key: 'new' });
  });

  test('must be known', async () => {
    await expect(oss.putACL('a', 'authenticated-read')).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(oss.putBucketACL(BUCKET, 'default')).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect((await sendOss(emulator.url, { method: 'PUT', path: `/${BUCKET}?acl` })).status).toBe(400);
  });
});

describe('tags', () => {
  test('of an object', async () => {
    expect((await oss.getObjectTagging('a')).tag).toEqual({});
    await oss.putObjectTagging('a', { colour: 'red', 'a:b': '1/2' });
    expect((await oss.getObjectTagging('a')).tag).toEqual({ colour: 'red', 'a:b': '1/2' });
    expect((await oss.head('a')).res.headers['x-oss-tagging-count']).toBe('2');
    await oss.deleteObjectTagging('a');
    expect((await oss.getObjectTagging('a')).tag).toEqual({});
  });

  test('come with an object and with its copies', async () => {
    await oss.put('tagged', Buffer.from('t'), { headers: { 'x-oss-tagging': 'k%20e=v%2F1&two' } });
    expect((await oss.getObjectTagging('tagged')).tag).toEqual({ 'k e': 'v/1', two: '' });
    await oss.copy('same', 'tagged');
    expect((await oss.getObjectTagging('same')).tag).toEqual({ 'k e': 'v/1', two: '' });
    const headers = { 'x-oss-tagging-directive': 'Replace', 'x-oss-tagging': 'new=1' };
    await oss.copy('other', 'tagged', { headers });
    expect((await oss.getObjectTagging('other')).tag).toEqual({ new: '1' });
  });

  test('come with an upload in parts', async () => {
    const headers = { 'x-oss-tagging': 'from=start' };
    const { uploadId } = await oss.initMultipartUpload('parts', { headers });
    const { res } = await oss._uploadPart('parts', uploadId, 1, {
      stream: Readable.from([Buffer.from('hello')]),
      size: 5,
    });
    await oss.completeMultipartUpload('parts', uploadId, [{ number: 1, etag: res.headers.etag }]);
    expect((await oss.getObjectTagging('parts')).tag).toEqual({ from: 'start' });
  });

  test.each([
    ['more than ten', Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'v']))],
    ['a key that is too long', { ['k'.repeat(129)]: 'v' }],
    ['a value that is too long', { k: 'v'.repeat(257) }],
    ['a value with other characters', { k: 'v!' }],
    ['a key that is empty', { '': 'v' }],
  ])('%s', async (_, tags) => {
    const body = Object.entries(tags).map(
      ([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`,
    );
    const reply = await sendOss(emulator.url, {
      method: 'PUT',
      path: `/${BUCKET}/a?tagging`,
      body: `<Tagging><TagSet>${body.join('')}</TagSet></Tagging>`,
    });
    expect([reply.status, reply.body]).toEqual([400, expect.stringContaining('<Code>InvalidTag</Code>')]);
  });

  test('in a header are names with values', async () => {
    const headers = { 'x-oss-tagging': 'aa=bb=cc' };
    await expect(oss.put('a', Buffer.from('x'), { headers })).rejects.toMatchObject({ code: 'InvalidTag' });
    expect((await oss.get('a')).content.toString()).toBe('hello');
  });

  test('of a bucket, all or some of which go', async () => {
    expect((await oss.getBucketTags(BUCKET)).tag).toEqual({});
    await oss.putBucketTags(BUCKET, { a: '1', b: '2', c: '3' });
    expect((await oss.getBucketTags(BUCKET)).tag).toEqual({ a: '1', b: '2', c: '3' });
    await sendOss(emulator.url, { method: 'DELETE', path: `/${BUCKET}?tagging=a%2Cb` });
    expect((await oss.getBucketTags(BUCKET)).tag).toEqual({ c: '3' });
    await oss.deleteBucketTags(BUCKET);
    expect((await oss.getBucketTags(BUCKET)).tag).toEqual({});
  });
});

test('labels are those of a version, raise nothing, and change no time', async () => {
  await oss.putBucketVersioning(BUCKET, 'Enabled');
  const old = (await oss.put('v', Buffer.from('old'))).res.headers['x-oss-version-id'];
  await oss.put('v', Buffer.from('new'));
  const before = emulator.events().length;
  const { res } = await oss.putObjectTagging('v', { of: 'old' }, { versionId: old });
  expect(res.headers['x-oss-version-id']).toBe(old);
  expect((await oss.getObjectTagging('v', { versionId: old })).tag).toEqual({ of: 'old' });
  expect((await oss.getObjectTagging('v')).tag).toEqual({});
  expect((await oss.get('v', { versionId: old })).content.toString()).toBe('old');
  // Reading is all that happened since.
  expect(
    emulator
      .events()
      .slice(before)
      .map(({ type }) => type),
  ).toEqual(['ObjectDownloaded:GetObject']);
});
