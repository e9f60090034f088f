/** What is said of buckets and of single versions outlives a restart, and the rewriting of the journal after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss } from '../contract/sdk.ts';
import { sendMns } from './support/mns-wire.ts';
import { sendOss } from './support/oss-wire.ts';

const BUCKET = 'demo-bucket';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-emulator-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function afterRestarts(fill: (emulator: Emulator) => Promise<void>): Promise<Emulator> {
  const first = await startEmulator({ dataDirectory: directory });
  await fill(first);
  await first.close();
  await (await startEmulator({ dataDirectory: directory })).close();
  return startEmulator({ dataDirectory: directory });
}

test('access control lists and tags', async () => {
  let old = '';
  const emulator = await afterRestarts(async (first) => {
    const oss = aliOss(first);
    await oss.putBucket(BUCKET);
    await oss.putBucketACL(BUCKET, 'public-read');
    await oss.putBucketTags(BUCKET, { team: 'a' });
    await oss.putBucketVersioning(BUCKET, 'Enabled');
    old = (await oss.put('k', Buffer.from('old'))).res.headers['x-oss-version-id'];
    await oss.put('k', Buffer.from('new'), { headers: { 'x-oss-object-acl': 'private' } });
    await oss.putObjectTagging('k', { of: 'old' }, { versionId: old });
  });
  const oss = aliOss(emulator);
  expect((await oss.getBucketACL(BUCKET)).acl).toBe('public-read');
  expect((await oss.getBucketTags(BUCKET)).tag).toEqual({ team: 'a' });
  expect((await oss.getACL('k')).acl).toBe('private');
  expect((await oss.getObjectTagging('k', { versionId: old })).tag).toEqual({ of: 'old' });
  expect((await oss.get('k', { versionId: old })).content.toString()).toBe('old');
  expect((await oss.get('k')).content.toString()).toBe('new');
  await emulator.close();
});

test('the restore of one version', async () => {
  let old = '';
  const emulator = await afterRestarts(async (first) => {
    const oss = aliOss(first);
    const headers = { 'x-oss-storage-class': 'Archive' };
    await oss.putBucket(BUCKET);
    await oss.putBucketVersioning(BUCKET, 'Enabled');
    old = (await oss.put('k', Buffer.from('old'), { headers })).res.headers['x-oss-version-id'];
    await oss.put('k', Buffer.from('new'), { headers });
    const path = `/${BUCKET}/k?restore&versionId=${old}`;
    expect((await sendOss(first.url, { method: 'POST', path })).status).toBe(202);
  });
  const oss = aliOss(emulator);
  expect((await oss.get('k', { versionId: old })).content.toString()).toBe('old');
  await expect(oss.get('k')).rejects.toMatchObject({ code: 'InvalidObjectState' });
  await emulator.close();
});

test('the attributes of the account, until a reset', async () => {
  const path = '/?accountmeta=true';
  const body = '<Account><LoggingBucket>logs</LoggingBucket></Account>';
  const emulator = await afterRestarts(async (first) => {
    expect((await sendMns(first.url, { method: 'PUT', path, body })).status).toBe(204);
  });
  const told = async () => (await sendMns(emulator.url, { method: 'GET', path })).body;
  expect(await told()).toContain('<LoggingBucket>logs</LoggingBucket>');
  emulator.reset();
  expect(await told()).toContain('<LoggingBucket></LoggingBucket>');
  expect((await sendMns(emulator.url, { method: 'POST', path: '/commonbuy/openservice' })).body).toMatch(
    /<OpenService .*<OrderId>\d+<\/OrderId>/s,
  );
  await emulator.close();
});
