import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk, receiveEvents, ruleQuery } from './sdk.ts';

const BUCKET = 'demo-bucket';

let directory: string;
let emulator: Emulator;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-emulator-'));
  emulator = await startEmulator({ dataDirectory: directory });
  await mnsSdk(emulator).createQueue('events');
  const EventTypes = JSON.stringify(['ObjectCreated:*', 'ObjectRemoved:*']);
  const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'events' });
  await callRules(emulator, 'CreateEventRule', ruleQuery('all', { EventTypes, Endpoint }));
  await aliOss(emulator).putBucketVersioning(BUCKET, 'Enabled');
});
afterEach(async () => {
  await emulator.close();
  rmSync(directory, { recursive: true });
});

const oss = () => aliOss(emulator);
const versionOf = ({ res }: { res: { headers: Record<string, string> } }): string =>
  res.headers['x-oss-version-id'] ?? '';
const put = async (key: string, text: string) => versionOf(await oss().put(key, Buffer.from(text)));
const read = async (key: string, versionId?: string) =>
  (await oss().get(key, undefined, { versionId })).content.toString();
const happened = async () =>
  (await receiveEvents(mnsSdk(emulator), 'events')).map(
    ({ eventName, oss: { object } }) => `${eventName} ${object.size} ${object.deltaSize}`,
  );

/** What is there, newest first. */
async function versions(query = {}) {
  const { objects, deleteMarker } = await oss().getBucketVersions(query);
  const [list, markers] = [objects, deleteMarker].map((items: { name: string; versionId: string }[]) =>
    items.map(({ name, versionId }) => `${name} ${versionId}`),
  );
  return { list, markers };
}

test('says whether versions are kept', async () => {
  expect(await oss().getBucketVersioning(BUCKET)).toMatchObject({ versionStatus: 'Enabled' });
  await oss().putBucketVersioning(BUCKET, 'Suspended');
  expect(await oss().getBucketVersioning(BUCKET)).toMatchObject({ versionStatus: 'Suspended' });
  await oss().putBucket('another-bucket');
  expect((await oss().getBucketVersioning('another-bucket')).versionStatus).toBeUndefined();
});

test('every version can be read, and a copy can be made of one', async () => {
  const first = await put('a', 'first');
  const second = await put('a', 'two');
  expect(first).not.toBe(second);
  expect(await read('a')).toBe('two');
  expect(await read('a', first)).toBe('first');
  expect(versionOf(await oss().head('a', { versionId: first }))).toBe(first);
  expect(await versions()).toEqual({ list: [`a ${second}`, `a ${first}`], markers: [] });
  await oss().copy('b', 'a', { versionId: first });
  expect(await read('b')).toBe('first');
  await expect(read('a', 'CAEQother')).rejects.toMatchObject({ code: 'NoSuchVersion', status: 404 });
  expect(await happened()).toEqual([
    'ObjectCreated:PutObject 5 5',
    'ObjectCreated:PutObject 3 -2',
    'ObjectCreated:CopyObject 5 5',
  ]);
});

test('a deletion leaves a marker and raises nothing; that of a version is one, and raises an event', async () => {
  const version = await put('a', 'first');
  await happened();
  const { res } = await oss().delete('a');
  expect(res.headers).toMatchObject({ 'x-oss-delete-marker': 'true' });
  const marker = versionOf({ res });
  await expect(read('a')).rejects.toMatchObject({ code: 'NoSuchKey' });
  await expect(read('a', marker)).rejects.toMatchObject({ code: 'MethodNotAllowed', status: 405 });
  expect(await versions()).toEqual({ list: [`a ${version}`], markers: [`a ${marker}`] });
  expect((await oss().list({})).objects).toEqual([]);
  await expect(oss().deleteBucket(BUCKET)).rejects.toMatchObject({ code: 'BucketNotEmpty' });
  expect(await happened()).toEqual([]);

  await oss().delete('a', { versionId: marker });
  expect(await read('a')).toBe('first');
  expect(await happened()).toEqual([]);
  await oss().delete('a', { versionId: version });
  expect(await happened()).toEqual(['ObjectRemoved:DeleteObject 5 -5']);
  expect(await versions()).toEqual({ list: [], markers: [] });
});

test('many are deleted by key and by version', async () => {
  const version = await put('a', 'first');
  await put('b', 'second');
  await happened();
  const { deleted } = await oss().deleteMulti([{ key: 'a', versionId: version }, { key: 'b' }]);
  expect(deleted).toEqual([
    { Key: 'a', VersionId: version },
    { Key: 'b', DeleteMarker: 'true', DeleteMarkerVersionId: expect.stringMatching(/^CAEQ/) },
  ]);
  expect(await happened()).toEqual(['ObjectRemoved:DeleteObjects 5 -5']);
});

test('suspended, there is one version without an id of its own', async () => {
  const kept = await put('a', 'kept');
  await oss().putBucketVersioning(BUCKET, 'Suspended');
  expect(await put('a', 'one')).toBe('null');
  expect(await put('a', 'other')).toBe('null');
  expect(await versions()).toEqual({ list: ['a null', `a ${kept}`], markers: [] });
  await oss().delete('a');
  expect(await versions()).toEqual({ list: [`a ${kept}`], markers: ['a null'] });
});

test('what was there before versions were kept is the version "null"', async () => {
  await oss().putBucket('older-bucket');
  const older = aliOss(emulator, { bucket: 'older-bucket' });
  await older.put('a', Buffer.from('old'));
  await older.putBucketVersioning('older-bucket', 'Enabled');
  await older.put('a', Buffer.from('new'));
  expect((await older.get('a', undefined, { versionId: 'null' })).content.toString()).toBe('old');
});

test('they are listed in pages, and rolled up by a delimiter', async () => {
  const [a1, a2] = [await put('a', '1'), await put('a', '2')];
  const b = await put('b', '3');
  await put('dir/c', '4');
  const seen: string[] = [];
  let query: Record<string, unknown> = {};
  for (let pages = 0; pages < 5; pages += 1) {
    const page = await oss().getBucketVersions({ ...query, maxKeys: 1, delimiter: '/' });
    seen.push(
      ...page.objects.map(({ versionId }: { versionId: string }) => versionId),
      ...(page.prefixes ?? []),
    );
    if (!page.isTruncated) break;
    query = {
      keyMarker: page.nextKeyMarker,
      ...(page.nextVersionIdMarker && { versionIdMarker: page.nextVersionIdMarker }),
    };
  }
  expect(seen).toEqual([a2, a1, b, 'dir/']);
});

test('versions and markers are there again after a restart, and after another one', async () => {
  await put('a', 'first');
  const second = await put('a', 'second');
  await put('b', 'gone');
  await oss().delete('b');
  await put('c', 'old');
  await oss().delete('c');
  await put('c', 'new');
  const before = await versions();
  for (const _ of [1, 2]) {
    await emulator.close();
    emulator = await startEmulator({ dataDirectory: directory });
    expect(await versions()).toEqual(before);
  }
  await oss().delete('a', { versionId: second });
  expect(await read('a')).toBe('first');
  expect(await oss().getBucketVersioning(BUCKET)).toMatchObject({ versionStatus: 'Enabled' });
});
