/** A browser's upload to KS3: signed by its policy, under KS3's own names for the fields. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type RawReply, send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const BUCKET = 'demo-bucket';
const { id, secret } = EMULATOR_ACCESS_KEY;
const signed = (policy: string) => createHmac('sha1', secret).update(policy).digest('base64');
const codeOf = ({ body }: RawReply) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];

const policyOf = (...conditions: unknown[]) =>
  Buffer.from(JSON.stringify({ expiration: '2999-01-01T00:00:00Z', conditions })).toString('base64');

function upload(given: Record<string, string>, keyField = 'KSSAccessKeyId'): Promise<RawReply> {
  const policy = given['policy'] ?? policyOf(['starts-with', '$key', 'photos/']);
  const fields = { [keyField]: id, policy, signature: signed(policy), key: 'photos/cat.jpg', ...given };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file =
    '--edge\r\nContent-Disposition: form-data; name="file"; filename="c.jpg"\r\n\r\nmeow\r\n--edge--\r\n';
  return send(emulator.url, {
    method: 'POST',
    path: '/',
    headers: {
      host: `${BUCKET}.ks3-rus.ksyuncs.com`,
      'content-type': 'multipart/form-data; boundary=edge',
    },
    body: parts.join('') + file,
  });
}

const call = (method: string, path: string) => sendKs3(emulator.url, BUCKET, { method, path });

test.each(['KSSAccessKeyId', 'kssaccesskeyid', 'AWSAccessKeyId'])(
  'a form with the key in %s stores an object and raises its event',
  async (keyField) => {
    const reply = await upload({}, keyField);
    expect([reply.status, reply.headers['x-kss-request-id']]).toEqual([204, expect.any(String)]);
    expect((await call('GET', '/photos/cat.jpg')).body).toBe('meow');
    expect(emulator.buckets()).toMatchObject([{ name: BUCKET, provider: 'ks3', objects: 1 }]);
    expect(emulator.events()).toMatchObject([{ type: 'ks3:ObjectCreated:PostObject', provider: 'ks3' }]);
  },
);

test('its fields do what the headers of the same names do', async () => {
  const policy = policyOf({ 'x-kss-meta-camera': 'a7' }, { acl: 'public-read' });
  await upload({ policy, 'x-kss-meta-camera': 'a7', acl: 'public-read', 'x-kss-storage-class': 'ARCHIVE' });
  expect((await call('HEAD', '/photos/cat.jpg')).headers).toMatchObject({
    'x-kss-meta-camera': 'a7',
    'x-kss-storage-class': 'ARCHIVE',
  });
  expect(emulator.events()).toMatchObject([
    { element: { data: { ks3: { object: { userMetaData: { 'x-kss-meta-camera': 'a7' } } } } } },
  ]);
  expect((await call('GET', '/photos/cat.jpg?acl')).body).toContain('<Permission>READ</Permission>');
});

describe('a form is refused', () => {
  test.each([
    ['by another key', { KSSAccessKeyId: 'nobody' }, 403, 'InvalidAccessKey'],
    ['with a wrong signature', { signature: signed('another') }, 403, 'SignatureDoesNotMatch'],
    ['that breaks its policy', { key: 'cat.jpg' }, 403, 'AccessDenied'],
    ['with a line end in what reads would tell', { 'x-kss-meta-a': 'x\r\ny' }, 400, 'InvalidArgument'],
    ['with a name that no header can have', { 'x-kss-meta-a b': 'x' }, 400, 'InvalidArgument'],
    ['with such a type', { 'Content-Type': 'a\nb' }, 400, 'InvalidArgument'],
    ['with such a storage class', { 'x-kss-storage-class': 'a\nb' }, 400, 'InvalidArgument'],
    ['with what the emulator does not act on', { 'x-kss-callbackurl': 'http://a' }, 501, 'NotImplemented'],
  ])('%s', async (_, fields: Record<string, string>, status, code) => {
    const reply = await upload(fields);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(reply.headers['x-kss-request-id']).toBeDefined();
    expect(emulator.events()).toEqual([]);
  });

  test('for OSS as before, also when its file speaks of KS3', async () => {
    const reply = await upload({ file: 'x"; name="KSSAccessKeyId"' }, 'OSSAccessKeyId');
    expect([reply.status, reply.headers['x-oss-request-id']]).toEqual([204, expect.any(String)]);
  });
});
