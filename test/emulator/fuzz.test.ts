import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { sendAws4 } from './support/aws4-wire.ts';
import { send } from './support/http.ts';
import { sendMns } from './support/mns-wire.ts';

/** Bounded and seeded, so that a run is quick and fails the same way twice; a long one: `FUZZ_RUNS=20000 FUZZ_SEED=1`. */
const RUNS = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 150),
  seed: Number(process.env['FUZZ_SEED'] ?? 20_260_101),
};
const LIMIT = { timeout: 60_000 + RUNS.numRuns * 20 };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await sendMns(emulator.url, { method: 'PUT', path: '/queues/q' });
  await sendMns(emulator.url, { method: 'PUT', path: '/topics/t' });
});
afterAll(() => emulator.close());

const isAlive = async () =>
  (await send(emulator.url, { method: 'GET', path: '/_emulator/health' })).status === 200;

const word = fc.constantFrom(
  ...[
    'queues',
    'topics',
    'messages',
    'subscriptions',
    'q',
    't',
    '',
    '%',
    '%00',
    '..',
    '%2F',
    'é',
    'a'.repeat(300),
  ],
);
const path = fc.array(word, { maxLength: 6 }).map((words) => `/${words.map(encodeURI).join('/')}`);
const parameter = fc.tuple(
  fc.constantFrom(
    'waitseconds',
    'numOfMessages',
    'peekonly',
    'ReceiptHandle',
    'metaoverride',
    'uploads',
    'uploadId',
    'append',
    'position',
  ),
  fc.constantFrom('', '0', '1', '-1', '1e9', 'true', '%', '%zz', '+', '=', '&&', 'x'.repeat(500)),
);
const query = fc
  .array(parameter, { maxLength: 4 })
  .map((items) => items.map(([name, value]) => `${name}=${value}`).join('&'));
const markup = fc.array(
  fc.constantFrom(
    ...[
      '<',
      '>',
      '</',
      '<Message>',
      '</Message>',
      '<Messages>',
      '<MessageBody>',
      '</MessageBody>',
      '<Queue>',
      '</Queue>',
    ],
    ...[
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '&b;',
      '&#0;',
      '<![CDATA[',
      ']]>',
      '<?',
      'x',
      ' ',
      '\u0000',
      '目',
      '<DelaySeconds>',
      '99999999999',
    ],
  ),
  { maxLength: 25 },
);
const method = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH');

test(
  'well-signed nonsense is answered with an error of the service, never with its failure',
  LIMIT,
  async () => {
    await fc.assert(
      fc.asyncProperty(method, path, query, markup, async (verb, where, parameters, body) => {
        const target = `${where}?${parameters}`.replace(/waitseconds=[^&]*/g, 'waitseconds=0');
        const bodiless = verb === 'GET' || verb === 'HEAD';
        const reply = await sendMns(emulator.url, {
          method: verb,
          path: target,
          ...(bodiless ? {} : { body: body.join('') }),
        });
        // 500 is the documented form of a partly bad batch, and of nothing else.
        if (reply.status === 500) expect(reply.body).toContain('<Messages');
        else expect([200, 201, 204, 400, 404, 409, 501]).toContain(reply.status);
      }),
      RUNS,
    );
    expect(await isAlive()).toBe(true);
  },
);

test('unsigned nonsense for the other services is refused', LIMIT, async () => {
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    { 'x-acs-action': 'CreateEventRule' },
    { authorization: 'OSS emulator:x' },
    { authorization: 'OSS4-HMAC-SHA256 Credential=emulator/1/2/3/4,Signature=0' },
    { authorization: 'KSS emulator:x' },
    { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
    {
      authorization: 'ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=a,Signature=0',
      'x-acs-action': 'X',
    },
    { 'content-type': 'multipart/form-data; boundary=' },
  );
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, async (verb, where, parameters, given) => {
      const reply = await send(emulator.url, {
        method: verb,
        path: `${where}?${parameters}`,
        headers: given,
      });
      expect([400, 403, 404, 405, 501]).toContain(reply.status);
    }),
    RUNS,
  );
  expect(await isAlive()).toBe(true);
});

const objectQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...['uploads', 'uploadId', 'partNumber', 'append', 'position', 'delete', 'notification', 'acl', 'x'],
        ...['versioning', 'versions', 'versionId', 'restore', 'symlink', 'objectMeta', 'stat', 'max-keys'],
        ...['list-type', 'prefix', 'delimiter', 'marker', 'key-marker', 'encoding-type', 'response-expires'],
      ),
      fc.constantFrom('', '0', '1', '-1', '1e9', 'null', 'true', '%', '%zz', 'url', '2', 'x'.repeat(500)),
    ),
    { maxLength: 4 },
  )
  .map((items) => items.map(([name, value]) => `${name}=${value}`).join('&'));
const objectHeaders = fc.dictionary(
  fc.constantFrom(
    ...['range', 'if-match', 'if-modified-since', 'content-md5', 'content-type', 'x-amz-copy-source'],
    ...['x-amz-content-sha256', 'x-kss-symlink-target', 'x-kss-storage-class', 'x-kss-callback'],
  ),
  fc.constantFrom(
    ...['', 'x', '0', 'bytes=-', 'bytes=9-1', 'bytes=0-0,2-3', '*', '/demo-bucket/a', '/x', '%', 'e30='],
    ...['STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'UNSIGNED-PAYLOAD', 'ColdArchive', 'multipart/form-data'],
  ),
  { maxKeys: 3 },
);
const document = fc.array(
  fc.constantFrom(
    ...[
      '<Delete>',
      '</Delete>',
      '<Object>',
      '</Object>',
      '<Key>a</Key>',
      '<Quiet>',
      '</Quiet>',
      '<Key>',
      'a',
    ],
    ...['<CompleteMultipartUpload>', '</CompleteMultipartUpload>', '<Part>', '</Part>', '<PartNumber>1'],
    ...['<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>', '<!DOCTYPE a>', '&a;'],
    ...[
      '{"Notifications":[',
      '{"Notifications":[{"RuleId":"a"}]}',
      '{}',
      '[',
      'null',
      '5\r\nhello\r\n',
      '0\r\n\r\n',
    ],
  ),
  { maxLength: 12 },
);

test('well-signed nonsense about objects is answered with an error of the service', LIMIT, async () => {
  await sendAws4(emulator.url, { method: 'PUT', path: '/demo-bucket/a', body: 'hello' });
  const target = fc.constantFrom(
    '/',
    '/demo-bucket',
    '/demo-bucket/',
    '/demo-bucket/a',
    '/demo-bucket/%00',
    '/x/y',
  );
  await fc.assert(
    fc.asyncProperty(
      ...([method, target, objectQuery, objectHeaders, document] as const),
      async (verb, where, parameters, headers, content) => {
        const body = verb === 'GET' || verb === 'HEAD' ? {} : { body: content.join('') };
        const path = `${where}?${parameters}`;
        const reply = await sendAws4(emulator.url, { method: verb, path, headers, ...body });
        expect([200, 204, 206, 304, 400, 403, 404, 405, 409, 412, 416, 501]).toContain(reply.status);
      },
    ),
    RUNS,
  );
  expect(await isAlive()).toBe(true);
});

/** Writes the bytes, and waits until the other side has had enough or nothing more comes of it. */
function throwAt(text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(emulator.port, '127.0.0.1', () => socket.end(text));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}

test.each(['/demo-bucket/a?uploads', '/demo-bucket?delete', '/demo-bucket/a', '/demo-bucket?notification'])(
  'a form that is no upload into a bucket needs a signature: POST %s',
  async (path) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const reply = await send(emulator.url, { method: 'POST', path, headers, body: '--x--' });
    expect([reply.status, reply.body]).toEqual([403, expect.stringContaining('AccessDenied')]);
  },
);

test('half requests and bad HTTP harm nobody', async () => {
  const fragments = [
    'GET',
    'GET / HTTP/1.1\r\n',
    'POST /queues/q/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nx-mns-version: 1\r\n\r\n<Mess',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET /%zz?%zz=%zz HTTP/1.1\r\nHost: x\r\n\r\n',
    `GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
    '\u0000\u0001\u0002',
  ];
  await Promise.all(fragments.map(throwAt));
  expect(await isAlive()).toBe(true);
});

test('a client that breaks off a long poll takes no message with it', async () => {
  await sendMns(emulator.url, { method: 'PUT', path: '/queues/polled' });
  const abort = new AbortController();
  const path = '/queues/polled/messages?waitseconds=30';
  const poll = sendMns(emulator.url, { method: 'GET', path, signal: abort.signal }).catch(() => undefined);
  // The other request is read after the poll was.
  await isAlive();
  abort.abort();
  await poll;
  while (emulator.requests().at(-1)?.target !== path) await new Promise((resolve) => setImmediate(resolve));
  const body = '<Message><MessageBody>x</MessageBody></Message>';
  await sendMns(emulator.url, { method: 'POST', path: '/queues/polled/messages', body });
  expect(emulator.messages('polled')).toMatchObject([{ state: 'active', dequeueCount: 0 }]);
});
