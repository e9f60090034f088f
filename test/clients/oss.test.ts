import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createOssClient, type OssClient } from '../../src/clients/oss.ts';
import { ossHost } from '../../src/clients/oss-host.ts';
import { type SeenRequest, type StubAnswer, type StubServer, startStub } from './stub-server.ts';

const AWKWARD_KEYS = [
  '日本/x',
  'a b+%/1.jpg',
  '?lifecycle',
  '#x',
  'a#b?c=d&b=1',
  "it's(1)!*",
  'ä',
  'a\tb',
  '%2F',
  '-a',
];

let stub: StubServer | undefined;
let log: string[] = [];

afterEach(async () => {
  await stub?.close();
  stub = undefined;
  log = [];
});

async function open(
  answer: (request: SeenRequest) => StubAnswer,
  securityToken?: string,
): Promise<{ oss: OssClient; requests: SeenRequest[]; endpoint: string }> {
  stub = await startStub(answer);
  const credentials = {
    accessKeyId: 'ak',
    accessKeySecret: 'sk-demo',
    ...(securityToken && { securityToken }),
  };
  const oss = createOssClient({
    endpoint: stub.endpoint,
    region: 'cn-hangzhou',
    credentials: async () => credentials,
    log: (line) => log.push(line),
    now: () => 0,
  });
  return { oss, requests: stub.requests, endpoint: stub.endpoint };
}

/** Signature version 1 as documented: subresources belong to the signed resource. */
function signatureOf({ method, url, headers }: SeenRequest): string {
  const oss = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const text = `${method}\n${headers['content-md5'] ?? ''}\n${headers['content-type'] ?? ''}\n${headers['date']}\n${oss}${url}`;
  return createHmac('sha1', 'sk-demo').update(text).digest('base64');
}

describe('requests', () => {
  const part = { partNumber: 1, etag: 'E1' };
  const upload =
    '<InitiateMultipartUploadResult><Bucket>b</Bucket><UploadId>U1</UploadId></InitiateMultipartUploadResult>';
  const info =
    '<BucketInfo xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><Bucket><Name>bkt</Name><Location>oss-cn-hangzhou</Location><Owner><ID>1</ID></Owner></Bucket></BucketInfo>';
  const body = Buffer.from('héllo');

  it.each<[string, (oss: OssClient) => Promise<unknown>, string, StubAnswer]>([
    ['createBucket', (o) => o.createBucket('bkt'), 'PUT /bkt/', {}],
    ['bucketInfo', (o) => o.bucketInfo('bkt'), 'GET /bkt/?bucketInfo', { body: info }],
    [
      'putObject',
      (o) => o.putObject('bkt', 'a/b.txt', body, { contentType: 'text/plain' }),
      'PUT /bkt/a/b.txt',
      {},
    ],
    [
      'getObject',
      (o) => o.getObject('bkt', 'k', { range: { first: 0, last: 9 } }),
      'GET /bkt/k',
      { status: 206 },
    ],
    ['copyObject', (o) => o.copyObject('bkt', 'k', { bucket: 'src', key: 'a' }), 'PUT /bkt/k', {}],
    ['appendObject', (o) => o.appendObject('bkt', 'k', 7, body), 'POST /bkt/k?append&position=7', {}],
    ['putSymlink', (o) => o.putSymlink('bkt', 'k', 'target'), 'PUT /bkt/k?symlink', {}],
    ['deleteObject', (o) => o.deleteObject('bkt', 'k'), 'DELETE /bkt/k', { status: 204 }],
    ['deleteObjects', (o) => o.deleteObjects('bkt', ['a', 'b']), 'POST /bkt/?delete', {}],
    ['initiateMultipart', (o) => o.initiateMultipart('bkt', 'k'), 'POST /bkt/k?uploads', { body: upload }],
    [
      'uploadPart',
      (o) => o.uploadPart('bkt', 'k', { uploadId: 'U1', partNumber: 1, body }),
      'PUT /bkt/k?partNumber=1&uploadId=U1',
      {},
    ],
    [
      'completeMultipart',
      (o) => o.completeMultipart('bkt', 'k', { uploadId: 'U1', parts: [part] }),
      'POST /bkt/k?uploadId=U1',
      {},
    ],
    [
      'abortMultipart',
      (o) => o.abortMultipart('bkt', 'k', 'U1'),
      'DELETE /bkt/k?uploadId=U1',
      { status: 204 },
    ],
  ])('%s is well formed and signed', async (_name, call, line, answer) => {
    const { oss, requests, endpoint } = await open(() => answer);
    await call(oss);
    const [request] = requests;
    if (request === undefined) throw new Error('nothing was sent');
    expect(`${request.method} ${request.url}`).toBe(line);
    expect(request.headers.host).toBe(endpoint.slice('http://'.length));
    expect(request.headers.authorization).toBe(`OSS ak:${signatureOf(request)}`);
    expect(request.headers['transfer-encoding']).toBeUndefined();
  });

  it('keeps the content type, the bytes and their length', async () => {
    const { oss, requests } = await open(() => ({}));
    await oss.putObject('bkt', 'k', body, { contentType: 'audio/mpeg' });
    expect(requests[0]).toMatchObject({
      body: 'héllo',
      headers: { 'content-type': 'audio/mpeg', 'content-length': '6' },
    });
  });

  it('sends and signs the token of temporary credentials', async () => {
    const { oss, requests } = await open(() => ({}), 'token');
    await oss.deleteObject('bkt', 'k');
    expect(requests[0]?.headers['x-oss-security-token']).toBe('token');
  });

  it('deletes many by a document with its digest', async () => {
    const { oss, requests } = await open(() => ({}));
    await oss.deleteObjects('bkt', ['a', 'b']);
    const xml =
      '<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
    expect(requests[0]?.body).toBe(xml);
    expect(requests[0]?.headers['content-md5']).toBe(createHash('md5').update(xml).digest('base64'));
  });

  it.each(AWKWARD_KEYS)('sends the key %j encoded, and signs it as it is', async (key) => {
    const { oss, requests } = await open(() => ({}));
    await oss.putObject('bkt', key, body);
    const [request] = requests;
    if (request === undefined) throw new Error('nothing was sent');
    expect(request.url).toMatch(/^\/bkt\/[A-Za-z0-9._~%/-]+$/);
    expect(decodeURIComponent(request.url)).toBe(`/bkt/${key}`);
    expect(request.headers.authorization).toBe(`OSS ak:${signatureOf({ ...request, url: `/bkt/${key}` })}`);
  });

  it('encodes a key that stands in a header', async () => {
    const { oss, requests } = await open(() => ({}));
    await oss.copyObject('bkt', 'k', { bucket: 'src', key: 'a b/日' });
    await oss.putSymlink('bkt', 'k', 'a b/日');
    expect(
      requests.map(({ headers }) => headers['x-oss-copy-source'] ?? headers['x-oss-symlink-target']),
    ).toEqual(['/src/a%20b/%E6%97%A5', 'a%20b/%E6%97%A5']);
  });

  it.each(['', '/a', '\\a', 'a/../b', './a', '日'.repeat(342), 'a\ud800'])(
    'never sends the key %j, which would address something else',
    async (key) => {
      const { oss, requests } = await open(() => ({}));
      await expect(oss.deleteObject('bkt', key)).rejects.toMatchObject({
        code: 'unsupported-key',
        kind: 'usage',
      });
      await expect(oss.deleteObjects('bkt', [key])).rejects.toMatchObject({ code: 'unsupported-key' });
      expect(requests).toEqual([]);
    },
  );

  it.each(['', 'B', 'a/b', '..'])('never sends the bucket %j', async (bucket) => {
    const { oss, requests } = await open(() => ({}));
    await expect(oss.bucketInfo(bucket)).rejects.toMatchObject({ code: 'bad-bucket', kind: 'usage' });
    expect(requests).toEqual([]);
  });
});

describe('answers', () => {
  it('bucket info', async () => {
    const { oss } = await open(() => ({
      headers: { 'content-type': 'application/xml' },
      body: '<?xml version="1.0"?>\n<BucketInfo>\n <Bucket>\n  <Name>bkt</Name>\n  <Location>oss-cn-shanghai</Location>\n  <CreationDate>2026-01-02T03:04:05.000Z</CreationDate>\n  <Owner>\n   <ID>1234</ID>\n   <DisplayName>x</DisplayName>\n  </Owner>\n  <Versioning>Suspended</Versioning>\n  <StorageClass>IA</StorageClass>\n </Bucket>\n</BucketInfo>',
    }));
    await expect(oss.bucketInfo('bkt')).resolves.toEqual({
      name: 'bkt',
      region: 'cn-shanghai',
      ownerId: '1234',
      versioning: 'suspended',
      storageClass: 'IA',
      createdAt: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ 'x-oss-event-status': 'eyJSZXN1bHQiOiAiT2sifQ==' }, 'Ok'],
    [{ 'x-oss-event-status': Buffer.from('{"Result":"Failed"}').toString('base64') }, 'Failed'],
    [{ 'x-oss-process-status': Buffer.from('{"code":"Success","message":"x"}').toString('base64') }, 'Ok'],
    [
      { 'x-oss-process-status': Buffer.from('{"code":"Fail","message":"no topic"}').toString('base64') },
      'Fail: no topic',
    ],
    [{ 'x-oss-event-status': 'neither' }, 'neither'],
  ])('the event status of %j', async (headers, eventStatus) => {
    const { oss } = await open(() => ({ headers: { etag: '"E"', ...headers } }));
    const change = eventStatus === undefined ? { etag: 'E' } : { etag: 'E', eventStatus };
    await expect(oss.putObject('bkt', 'k', Buffer.from(''))).resolves.toEqual(change);
  });

  it('the etag of a copy stands in the body', async () => {
    const { oss } = await open(() => ({
      headers: { 'content-type': 'application/xml' },
      body: '<CopyObjectResult><ETag>"C"</ETag></CopyObjectResult>',
    }));
    await expect(oss.copyObject('bkt', 'k', { bucket: 'bkt', key: 'a' })).resolves.toEqual({ etag: 'C' });
  });

  it('the bytes of an object', async () => {
    const { oss, requests } = await open(() => ({ status: 206, body: '0123456789' }));
    const { body } = await oss.getObject('bkt', 'k', { range: { first: 0, last: 9 } });
    expect(body.toString()).toBe('0123456789');
    expect(requests[0]?.headers.range).toBe('bytes=0-9');
  });
});

describe('failures', () => {
  const refusal = (code: string) =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>It is\n so.</Message><RequestId>R1</RequestId><HostId>h</HostId><EC>0001</EC></Error>`;

  it.each([
    [404, 'NoSuchBucket', 'not-found', /--region/],
    [403, 'AccessDenied', 'authentication', /oss:GetBucketInfo/],
    [403, 'SignatureDoesNotMatch', 'authentication', /secret/],
  ])('%i %s', async (status, code, kind, hint) => {
    const { oss } = await open(() => ({
      status,
      body: refusal(code),
      headers: { 'content-type': 'application/xml' },
    }));
    await expect(oss.bucketInfo('bkt')).rejects.toMatchObject({
      service: 'OSS',
      code,
      status,
      kind,
      requestId: 'R1',
      message: `${code}: It is so.`,
      hint: expect.stringMatching(hint),
    });
    expect(log).toEqual([`OSS GET /bkt/?bucketInfo -> ${code} 0 ms`]);
  });

  it.each([
    [502, '<html><body>no</body></html>'],
    [502, 'plain text'],
    [200, '<html></html>'],
    [200, ''],
  ])('a %i that is no answer of OSS: %j', async (status, body) => {
    const { oss } = await open(() => ({ status, body }));
    await expect(oss.bucketInfo('bkt')).rejects.toMatchObject({ service: 'OSS', code: 'UnexpectedAnswer' });
  });

  it('an answer without a body', async () => {
    const { oss } = await open(() => ({ status: 503 }));
    await expect(oss.deleteObject('bkt', 'k')).rejects.toMatchObject({ code: 'Status503', status: 503 });
  });

  it('a connection that is refused', async () => {
    const { oss } = await open(() => ({}));
    await stub?.close();
    await expect(oss.bucketInfo('bkt')).rejects.toMatchObject({
      service: 'OSS',
      code: 'ECONNREFUSED',
      message: expect.not.stringContaining('GET'),
    });
  });
});

it.each([
  [{ region: 'cn-hangzhou' }, 'https://oss-cn-hangzhou.aliyuncs.com', false],
  [{ region: 'cn-hangzhou', network: 'public' }, 'https://oss-cn-hangzhou.aliyuncs.com', false],
  [{ region: 'cn-hangzhou', network: 'vpc' }, 'https://oss-cn-hangzhou-internal.aliyuncs.com', false],
  [{ region: 'r', endpoint: 'http://127.0.0.1:99' }, 'http://127.0.0.1:99', true],
  [
    { region: 'r', endpoint: 'https://oss-cn-beijing.aliyuncs.com' },
    'https://oss-cn-beijing.aliyuncs.com',
    false,
  ],
])('%j goes to %s', (options, origin, pathStyle) => {
  expect(ossHost(options)).toMatchObject({ origin, pathStyle });
});
