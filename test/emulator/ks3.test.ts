import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { ManualClock } from './support/manual-clock.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';

let clock: ManualClock;
let emulator: Emulator;
let receiver: Receiver;

beforeEach(async () => {
  clock = new ManualClock();
  receiver = await startReceiver();
  emulator = await startEmulator({ clock });
});
afterEach(() => Promise.all([emulator.close(), receiver.close()]));

const BUCKET = 'demo-bucket';
const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  sendKs3(emulator.url, BUCKET, { method, path, headers, ...(body === undefined ? {} : { body }) });

const rule = (changes: object = {}) => ({
  RuleId: 'photos_new',
  Method: 'POST',
  Events: ['ks3:ObjectCreated:*', 'ks3:ObjectRemoved:DeleteObject'],
  Resources: [{ Prefix: 'photos/', Suffix: '' }],
  Destinations: [{ DestType: 'Endpoint', CallbackUrl: `${receiver.url}/ks3?t=1` }],
  ...changes,
});

function putRules(...rules: object[]) {
  const body = JSON.stringify({ Notifications: rules });
  const md5 = createHash('md5').update(body).digest('base64');
  return call('PUT', '/?notification', body, { 'content-type': 'application/json', 'content-md5': md5 });
}

const codeOf = (body: string) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];
const metaOf = (element: unknown) =>
  (element as { data: { ks3: { object: { userMetaData?: object } } } }).data.ks3.object.userMetaData;
const statusOf = (reply: { headers: Record<string, unknown> }) =>
  Buffer.from(String(reply.headers['x-kss-eventbridge-status'] ?? ''), 'base64').toString();

describe('notification rules', () => {
  test('are set, read and cleared', async () => {
    expect(JSON.parse((await call('GET', '/?notification')).body)).toEqual({ Notifications: [] });
    expect((await putRules(rule({ Unknown: 'kept' }))).status).toBe(200);
    expect(JSON.parse((await call('GET', '/?notification')).body)).toEqual({
      Notifications: [rule({ Unknown: 'kept' })],
    });
    expect(emulator.ks3Rules()).toMatchObject([{ bucket: BUCKET, RuleId: 'photos_new' }]);
    expect((await call('DELETE', '/?notification')).status).toBe(204);
    expect(emulator.ks3Rules()).toEqual([]);
  });

  test('without a digest of the body are taken, an empty header included', async () => {
    const body = JSON.stringify({ Notifications: [rule()] });
    expect((await call('PUT', '/?notification', body, { 'content-md5': '' })).status).toBe(200);
    expect((await call('PUT', '/a', 'x', { 'content-md5': '' })).status).toBe(200);
    expect((await call('PUT', '/a', 'x', { 'content-md5': 'AAAA' })).status).toBe(400);
  });

  test('are replaced as a whole, and an id that repeats overwrites', async () => {
    await putRules(rule());
    await putRules(rule({ RuleId: 'a', Method: 'PUT' }), rule({ RuleId: 'a' }));
    expect(emulator.ks3Rules()).toMatchObject([{ RuleId: 'a', Method: 'POST' }]);
  });

  test.each([
    ['a hyphen in the id', { RuleId: 'a-b' }],
    ['an unknown event', { Events: ['ks3:ObjectRead:GetObject'] }],
    ['an event without its prefix', { Events: ['ObjectCreated:PutObject'] }],
    ['another method', { Method: 'GET' }],
    ['six resources', { Resources: Array.from({ length: 6 }, (_, at) => ({ Prefix: `${at}` })) }],
    ['a long prefix', { Resources: [{ Prefix: '目'.repeat(342) }] }],
    ['no destination', { Destinations: [] }],
    ['a bad URL', { Destinations: [{ DestType: 'Endpoint', CallbackUrl: 'ftp://x' }] }],
    ['a URL with a user', { Destinations: [{ DestType: 'Endpoint', CallbackUrl: 'http://%ff@127.0.0.1/' }] }],
    ['a report of another kind', { Report: { ReportType: 'all', Enabled: true, Bucket: 'b' } }],
  ])('with %s are refused', async (_, changes) => {
    const reply = await putRules(rule(changes));
    expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
  });

  test('that overlap, more than ten, or no JSON are refused', async () => {
    const overlapping = await putRules(
      rule(),
      rule({ RuleId: 'b', Resources: [{ Prefix: 'photos/2025/' }] }),
    );
    expect(codeOf(overlapping.body)).toBe('NotificationRuleOverlap');
    const eleven = Array.from({ length: 11 }, (_, at) =>
      rule({ RuleId: `r${at}`, Resources: [{ Prefix: `${at}/` }] }),
    );
    expect((await putRules(...eleven)).status).toBe(400);
    expect((await putRules(...eleven.slice(1))).status).toBe(200);
    expect(codeOf((await call('PUT', '/?notification', '{')).body)).toBe('MalformedJSON');
  });

  test('need a good signature', async () => {
    const reply = await sendKs3(emulator.url, BUCKET, { method: 'GET', path: '/?notification' }, 'wrong');
    expect([reply.status, codeOf(reply.body)]).toEqual([403, 'SignatureDoesNotMatch']);
  });
});

describe('objects', () => {
  test('raise events that are pushed while the request runs', async () => {
    await putRules(rule());
    const put = await call('PUT', '/photos/cat.jpg', 'meow', { 'x-kss-meta-camera': 'a7' });
    expect(put.status).toBe(200);
    expect(put.headers['etag']).toBe(`"${createHash('md5').update('meow').digest('hex')}"`);
    expect(statusOf(put)).toBe('Code: Success');
    const [pushed] = receiver.received;
    expect(pushed).toMatchObject({ method: 'POST', target: '/ks3?t=1' });
    const id = put.headers['x-kss-request-id'];
    expect(JSON.parse(pushed?.body ?? '')).toEqual({
      id,
      source: 'kcs:ks3',
      ruleId: 'photos_new',
      type: 'ks3:ObjectCreated:PutObject',
      specversion: '1.0',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/),
      datacontenttype: 'application/json',
      subject: 'demo-bucket/photos/cat.jpg',
      extensions: { accountid: '1000000000000001', roleid: '', region: 'NINGXIA', eventversion: '1.0' },
      data: {
        request: { sourceIPAddress: '127.0.0.1' },
        response: { requestId: id },
        ks3: {
          bucket: { name: BUCKET, ownerid: '1000000000000001' },
          object: {
            key: 'photos/cat.jpg',
            objectsize: '4',
            etag: createHash('md5').update('meow').digest('base64'),
            position: 0,
            userMetaData: { 'x-kss-meta-camera': 'a7' },
          },
        },
      },
    });
  });

  test('of every kind: copy, append, multipart, delete; reads raise none', async () => {
    await putRules(rule());
    await call('PUT', '/photos/a', 'a');
    expect((await call('GET', '/photos/a')).body).toBe('a');
    await call('PUT', '/photos/b', undefined, { 'x-kss-copy-source': `/${BUCKET}/photos/a` });
    const appended = await call('POST', '/photos/log?append&position=0', 'xy');
    expect(appended.headers['x-kss-next-append-position']).toBe('2');
    const started = await call('POST', '/photos/big?uploads');
    const uploadId = /<UploadId>(.*?)</.exec(started.body)?.[1] ?? '';
    const part = await call('PUT', `/photos/big?partNumber=1&uploadId=${uploadId}`, 'part');
    const etag = part.headers['etag'];
    const done = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    expect((await call('POST', `/photos/big?uploadId=${uploadId}`, done)).status).toBe(200);
    expect((await call('DELETE', '/photos/a')).status).toBe(204);
    const events = receiver.received.map(({ body }) => JSON.parse(body));
    expect(events.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'ks3:ObjectCreated:PutObject demo-bucket/photos/a',
      'ks3:ObjectCreated:CopyObject demo-bucket/photos/b',
      'ks3:ObjectCreated:AppendObject demo-bucket/photos/log',
      'ks3:ObjectCreated:CompleteMultipartUpload demo-bucket/photos/big',
      'ks3:ObjectRemoved:DeleteObject demo-bucket/photos/a',
    ]);
  });

  test('carry what the writer said of the object, whoever stored it', async () => {
    const told = { 'x-kss-meta-camera': 'a7' };
    await call('PUT', '/a', 'a', told);
    await call('PUT', '/b', undefined, { 'x-kss-copy-source': `/${BUCKET}/a` });
    const started = await call('POST', '/big?uploads', undefined, told);
    const at = `/big?uploadId=${/<UploadId>(.*?)</.exec(started.body)?.[1]}`;
    const { etag } = (await call('PUT', at.replace('?', '?partNumber=1&'), 'part')).headers;
    await call(
      'POST',
      at,
      `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`,
    );
    emulator.raise({ type: 'ks3:ObjectCreated:Replication', bucket: BUCKET, key: 'a' });
    await call('PUT', '/bare', 'x');
    await call('DELETE', '/a', undefined, told);
    emulator.raise({ type: 'ks3:ObjectRemoved:Lifecycle', bucket: BUCKET, key: 'b' });
    const events = emulator.events().map(({ type, element }) => [type.slice(4), metaOf(element)]);
    expect(events).toEqual([
      ['ObjectCreated:PutObject', told],
      ['ObjectCreated:CopyObject', told],
      ['ObjectCreated:CompleteMultipartUpload', told],
      ['ObjectCreated:Replication', told],
      ['ObjectCreated:PutObject', undefined],
      ['ObjectRemoved:DeleteObject', undefined],
      ['ObjectRemoved:Lifecycle', undefined],
    ]);
  });

  test('outside the rule raise nothing, and OSS knows nothing of them', async () => {
    await putRules(rule());
    expect(statusOf(await call('PUT', '/other/a', 'a'))).toBe('');
    expect(receiver.received).toEqual([]);
    expect(emulator.buckets()).toMatchObject([{ name: BUCKET, provider: 'ks3', objects: 1 }]);
    expect((await call('GET', '/none')).status).toBe(404);
    expect((await call('PUT', '/a?fetch')).status).toBe(501);
  });

  test('raise by the control call what no client call raises', async () => {
    await putRules(rule({ Events: ['ks3:ObjectRemoved:Lifecycle'] }));
    expect(emulator.raise({ type: 'ks3:ObjectRemoved:Lifecycle', bucket: BUCKET, key: 'photos/old' })).toBe(
      true,
    );
    expect(JSON.parse((await receiver.request(1)).body)).toMatchObject({
      type: 'ks3:ObjectRemoved:Lifecycle',
    });
    expect(await emulator.waitFor({ event: 'ks3:ObjectRemoved:*' })).toMatchObject({ provider: 'ks3' });
  });
});

test('a storage class is told as it was asked for, whatever it is called', async () => {
  for (const wanted of ['STANDARD_IA', 'constructor']) {
    await call('PUT', '/a', 'x', { 'x-kss-storage-class': wanted });
    expect((await call('GET', '/a')).headers).toMatchObject({ 'x-kss-storage-class': wanted });
    expect((await call('GET', '/')).body).toContain(`<StorageClass>${wanted}</StorageClass>`);
  }
});

test('what cannot be delivered after retries stands in the daily report', async () => {
  receiver.status = 500;
  await putRules(
    rule({ Report: { ReportType: 'failed', Enabled: 'true', Bucket: 'ops-reports', Prefix: 'failed/' } }),
  );
  expect(statusOf(await call('PUT', '/photos/a', 'a'))).toBe('Code: Fail');
  for (let attempt = 2; attempt <= 4; attempt += 1) {
    while (emulator.pushes()[0]?.nextAtMs === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    clock.advance(20_000);
    await receiver.request(attempt);
  }
  while (emulator.pushes()[0]?.state !== 'dead') await new Promise((resolve) => setImmediate(resolve));
  clock.advance(24 * 60 * 60 * 1000);
  expect(emulator.buckets()).toMatchObject([{ name: BUCKET }, { name: 'ops-reports', objects: 1 }]);
});
