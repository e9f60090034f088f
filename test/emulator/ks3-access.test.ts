/** KS3 spells access control lists out as grants; clients read and write them so, or by a word in a header. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  EMULATOR_ACCESS_KEY,
  EMULATOR_ACCOUNT,
  type Emulator,
  startEmulator,
} from '../../src/emulator/index.ts';
import { sendAws4 } from './support/aws4-wire.ts';
import { send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  emulator.reset();
  await call('PUT', '/a', 'hello', { 'x-kss-acl': 'public-read' });
});
afterAll(() => emulator.close());

const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  sendKs3(emulator.url, 'demo-bucket', { method, path, headers, ...(body === undefined ? {} : { body }) });

async function grants(path: string): Promise<string[]> {
  const { body } = await call('GET', path);
  return [...body.matchAll(/xsi:type="(\w+)".*?<Permission>(\w+)/g)].map(
    ([, who, right]) => `${who} ${right}`,
  );
}

const MINE = 'CanonicalUser FULL_CONTROL';
const ALL_READ = 'Group READ';
const ALL_WRITE = 'Group WRITE';

test('an object has the list that it came with, else a private one', async () => {
  expect(await grants('/a?acl')).toEqual([MINE, ALL_READ]);
  await call('PUT', '/b', 'b');
  expect(await grants('/b?acl')).toEqual([MINE]);
  expect(await grants('/?acl')).toEqual([MINE]);
});

test('a word in a header sets the list', async () => {
  await call('PUT', '/?acl', undefined, { 'x-kss-acl': 'public-read-write' });
  expect(await grants('/?acl')).toEqual([MINE, ALL_READ, ALL_WRITE]);
  await call('PUT', '/a?acl', undefined, { 'x-kss-acl': 'private' });
  expect(await grants('/a?acl')).toEqual([MINE]);
  const { status } = await call('PUT', '/a?acl', undefined, { 'x-kss-acl': 'whatever' });
  expect(status).toBe(400);
});

const policy = (grantee: string, right: string) =>
  `<AccessControlPolicy><Owner><ID>${EMULATOR_ACCOUNT}</ID></Owner><AccessControlList>
    <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${EMULATOR_ACCOUNT}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>
    <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">${grantee}</Grantee><Permission>${right}</Permission></Grant>
  </AccessControlList></AccessControlPolicy>`;
const EVERYBODY = '<URI>http://acs.ksyun.com/groups/global/AllUsers</URI>';

test('so does a document', async () => {
  expect((await call('PUT', '/?acl', policy(EVERYBODY, 'WRITE'))).status).toBe(200);
  expect(await grants('/?acl')).toEqual([MINE, ALL_READ, ALL_WRITE]);
  expect((await call('PUT', '/?acl', policy(EVERYBODY, 'READ'))).status).toBe(200);
  expect(await grants('/?acl')).toEqual([MINE, ALL_READ]);
});

test('rights of other accounts are refused, not forgotten', async () => {
  const refused = await call('PUT', '/?acl', policy('<ID>2000000000000002</ID>', 'READ'));
  expect([refused.status, refused.body]).toEqual([501, expect.stringContaining('NotImplemented')]);
  expect(await grants('/?acl')).toEqual([MINE]);
  const header = await call('PUT', '/c', 'c', { 'x-kss-grant-read': 'id="2000000000000002"' });
  expect(header.status).toBe(501);
  expect((await call('GET', '/c')).status).toBe(404);
});

test('buckets are told with their region', async () => {
  const { body } = await sendAws4(emulator.url, { method: 'GET', path: '/' });
  expect(body).toMatch(/<Name>demo-bucket<\/Name>.*<Region>NINGXIA<\/Region>/s);
  expect((await call('GET', '/?location')).body).toContain('>NINGXIA</LocationConstraint>');
});

test('up to a thousand objects are told at once', async () => {
  for (let index = 0; index < 101; index += 1) await call('PUT', `/many-${index}`, 'x');
  const listed = (await call('GET', '/')).body;
  expect(listed.match(/<Key>/g)).toHaveLength(102);
  expect(listed).toContain('<MaxKeys>1000</MaxKeys>');
});

/** The vendor's Node SDK signs the key as it stands in the URL. */
test('a key may be signed as encoded', async () => {
  const date = new Date().toUTCString();
  const path = '/a%20b/%E7%9B%AE%E5%BD%95%2B1';
  const signature = createHmac('sha1', EMULATOR_ACCESS_KEY.secret)
    .update(`PUT\n\n\n${date}\n/demo-bucket${path}`)
    .digest('base64');
  const host = 'demo-bucket.ks3-cn-beijing.ksyuncs.com';
  const headers = { host, date, authorization: `KSS ${EMULATOR_ACCESS_KEY.id}:${signature}` };
  expect((await send(emulator.url, { method: 'PUT', path, headers, body: 'x' })).status).toBe(200);
  expect((await call('GET', '/')).body).toContain('<Key>a b/目录+1</Key>');
});

/** The form of the page on POST Object, and what `generate_presigned_post` of Python's S3 client makes. */
test.each([
  ['KSSAccessKeyId', {}],
  ['AWSAccessKeyId', {}],
  ['x-amz-algorithm', { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' }],
])('a form with %s puts an object, and says who may read it', async (name, extra) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the service's own notation.
  const { status } = await postForm({ key: 'posted/${filename}', acl: 'public-read', ...extra }, name);
  expect(status).toBe(204);
  expect((await call('GET', '/posted/cat.jpg')).body).toBe('meow');
  expect(await grants('/posted/cat.jpg?acl')).toEqual([MINE, ALL_READ]);
  await emulator.waitFor({ event: 'ks3:ObjectCreated:PostObject', key: 'posted/cat.jpg' });
  expect((await postForm({ key: 'other', acl: 'private', ...extra }, name)).status).toBe(403);
  expect(emulator.buckets()).toMatchObject([{ provider: 'ks3' }]);
});

function postForm(fields: Record<string, string>, scheme: string): Promise<Response> {
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(Date.now() + 60_000).toISOString(),
      conditions: [{ acl: 'public-read' }, ['starts-with', '$key', 'posted/']],
    }),
  ).toString('base64');
  const { id, secret } = EMULATOR_ACCESS_KEY;
  const signed =
    scheme === 'x-amz-algorithm'
      ? derivedFields(policy)
      : { [scheme]: id, Signature: createHmac('sha1', secret).update(policy).digest('base64') };
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, Policy: policy, ...signed })) form.set(name, value);
  form.set('file', new Blob(['meow'], { type: 'image/jpeg' }), 'cat.jpg');
  return fetch(`${emulator.url}/demo-bucket`, { method: 'POST', body: form });
}

function derivedFields(policy: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const steps = [time.slice(0, 8), 'NINGXIA', 's3', 'aws4_request'];
  const key = steps.reduce<string | Buffer>(
    (before, step) => createHmac('sha256', before).update(step).digest(),
    `AWS4${EMULATOR_ACCESS_KEY.secret}`,
  );
  return {
    'x-amz-date': time,
    'x-amz-credential': [EMULATOR_ACCESS_KEY.id, ...steps].join('/'),
    'x-amz-signature': createHmac('sha256', key).update(policy).digest('hex'),
  };
}
