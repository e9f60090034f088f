import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss } from './sdk.ts';

const require = createRequire(import.meta.url);
const sdk = require('@alicloud/oss20190517');
const { Config } = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  // Under `cname` only the signature names the bucket, so it must exist before the first call.
  await aliOss(emulator).putBucket('demo-bucket');
});
afterAll(() => emulator.close());

function client(endpointType: string, secret: string = EMULATOR_ACCESS_KEY.secret) {
  const endpoint = emulator.url.replace('http://', '');
  const { id: accessKeyId } = EMULATOR_ACCESS_KEY;
  return new sdk.default(
    new Config({ accessKeyId, accessKeySecret: secret, endpoint, endpointType, protocol: 'HTTP' }),
  );
}

const put = (oss: ReturnType<typeof client>, key: string, text: string) =>
  oss.putObject('demo-bucket', key, new sdk.PutObjectRequest({ body: Readable.from([Buffer.from(text)]) }));

/** `ip` puts the bucket into the path and, malformed, into `Host`; `cname` keeps it in the signature only. */
describe.each(['ip', 'cname'])('@alicloud/oss20190517 with endpoint type %s', (endpointType) => {
  test('puts, heads, gets, copies and deletes', async () => {
    const oss = client(endpointType);
    const { headers } = await put(oss, 'in/a.txt', 'hello');
    expect(headers['x-oss-hash-crc64ecma']).toBe('11177612005948864433');
    const head = await oss.headObject('demo-bucket', 'in/a.txt', new sdk.HeadObjectRequest({}));
    expect(head.headers['content-length']).toBe('5');
    const got = await oss.getObject('demo-bucket', 'in/a.txt', new sdk.GetObjectRequest({}));
    expect((await got.body.toArray()).join('')).toBe('hello');
    const copied = await oss.copyObjectWithOptions(
      'demo-bucket',
      'b.txt',
      new sdk.CopyObjectHeaders({ copySource: '/demo-bucket/in/a.txt' }),
      new RuntimeOptions({}),
    );
    expect(copied.body.ETag).toBe('"5D41402ABC4B2A76B9719D911017C592"');
    for (const key of ['in/a.txt', 'b.txt'])
      expect((await oss.deleteObject('demo-bucket', key, new sdk.DeleteObjectRequest({}))).statusCode).toBe(
        204,
      );
  });

  test('gets what there is to know of a bucket', async () => {
    const { body } = await client(endpointType).getBucketInfo('demo-bucket');
    expect(body.bucket).toMatchObject({
      name: 'demo-bucket',
      location: 'oss-cn-hangzhou',
      owner: { ID: '1000000000000001' },
    });
    expect(body.bucket.versioning).toBeUndefined();
  });

  test('is refused with a wrong secret', async () => {
    await expect(put(client(endpointType, 'wrong'), 'a', 'a')).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
      statusCode: 403,
    });
  });
});
