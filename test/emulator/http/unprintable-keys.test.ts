import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readXml } from '../../../src/emulator/http/xml-reader.ts';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { sendAws4 } from '../support/aws4-wire.ts';
import { sendOss } from '../support/oss-wire.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await oss('PUT', '/odd/a%01b', 'x');
});
afterAll(() => emulator.close());

const oss = (method: string, path: string, body?: string) =>
  sendOss(emulator.url, body === undefined ? { method, path } : { method, path, body });
const isWellFormed = (body: string) => readXml(Buffer.from(body)) !== undefined;

describe('a key that XML cannot carry', () => {
  test.each(['/odd', '/odd?list-type=2', '/odd?versions', '/odd?encoding-type=url'])(
    'GET %s tells it encoded, and that it is',
    async (path) => {
      const { body } = await oss('GET', path);
      expect(body).toContain('<EncodingType>url</EncodingType>');
      expect(body).toContain('<Key>a%01b</Key>');
      expect(isWellFormed(body)).toBe(true);
    },
  );

  test('one that XML can carry stands as it is', async () => {
    await oss('PUT', '/even/a%26b', 'x');
    const { body } = await oss('GET', '/even');
    expect(body).toContain('<Key>a&amp;b</Key>');
    expect(body).not.toContain('EncodingType');
  });

  test('goes through a multipart upload', async () => {
    const begun = await oss('POST', '/odd/m%01?uploads');
    expect(begun.body).toContain('<Key>m%01</Key>');
    const id = /<UploadId>(.*)</.exec(begun.body)?.[1] ?? '';
    for (const path of ['/odd?uploads', `/odd/m%01?uploadId=${id}`])
      expect((await oss('GET', path)).body).toContain('<Key>m%01</Key>');
    const etag = (await oss('PUT', `/odd/m%01?partNumber=1&uploadId=${id}`, 'x')).headers['etag'];
    const parts = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    const { body } = await oss('POST', `/odd/m%01?uploadId=${id}`, parts);
    expect(isWellFormed(body)).toBe(true);
    expect(body).toContain('<Location>http://odd.oss-cn-hangzhou.aliyuncs.com/m%01</Location>');
  });

  test('is missing in a document that can be read', async () => {
    const { status, body } = await oss('GET', '/odd/none%02');
    expect([status, isWellFormed(body)]).toEqual([404, true]);
    expect(body).toContain('<Key>none%02</Key>');
  });

  test('is deleted by a reference to its character', async () => {
    await oss('PUT', '/odd/gone%1Fx', 'x');
    const wanted = '<Delete><Object><Key>gone&#x1f;x</Key></Object></Delete>';
    const { status, body } = await oss('POST', '/odd?delete', wanted);
    expect([status, isWellFormed(body)]).toEqual([200, true]);
    expect(body).toContain('<Key>gone%1Fx</Key>');
    expect((await oss('GET', '/odd/gone%1Fx')).status).toBe(404);
  });
});

test('KS3 tells the place of a completed upload as the client addressed it', async () => {
  const ks3 = (method: string, path: string, body = '') => sendAws4(emulator.url, { method, path, body });
  const id = /<UploadId>(.*)</.exec((await ks3('POST', '/kbucket/k%20k?uploads')).body)?.[1] ?? '';
  const part = await ks3('PUT', `/kbucket/k%20k?partNumber=1&uploadId=${id}`, 'x');
  const parts = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers['etag']}</ETag></Part></CompleteMultipartUpload>`;
  const { body } = await ks3('POST', `/kbucket/k%20k?uploadId=${id}`, parts);
  expect(body).toContain(`<Location>${emulator.url}/kbucket/k%20k</Location>`);
});
