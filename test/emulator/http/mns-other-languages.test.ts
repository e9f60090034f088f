/**
 * Requests byte by byte as SDKs in other languages write them: header spellings, digests, prologs, namespaces and ways
 * to frame a body, each read from the SDK's source. What they insist on in answers is checked with them.
 */
import { createHash, createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../../src/emulator/index.ts';

let emulator: Emulator;
let socket: Socket;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => {
  emulator.reset();
  emulator.apply({ queues: [{ name: 'q' }] });
});
afterAll(() => emulator.close());

interface Line {
  readonly method: string;
  readonly target: string;
  readonly contentType?: string;
  readonly md5?: string;
}

const date = () => new Date().toUTCString();

function authorization({ method, target, contentType = '', md5 = '' }: Line, at: string): string {
  const text = [method, md5, contentType, at, 'x-mns-version:2015-06-06', target].join('\n');
  const signature = createHmac('sha1', EMULATOR_ACCESS_KEY.secret).update(text).digest('base64');
  return `MNS ${EMULATOR_ACCESS_KEY.id}:${signature}`;
}

const hexMd5 = (body: string) => Buffer.from(createHash('md5').update(body).digest('hex')).toString('base64');

/** One connection for all the requests of a test, as SDKs keep theirs. */
async function conversation(talk: () => Promise<void>): Promise<void> {
  socket = connect(emulator.port, '127.0.0.1');
  try {
    await talk();
  } finally {
    socket.destroy();
  }
}

/** Everything that arrives until what came so far is a whole answer. */
function answer(isWhole: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      socket.off('data', take);
      resolve(Buffer.from(text, 'latin1').toString('utf8'));
    };
    socket.on('data', take);
    socket.once('error', reject);
  });
}

function hasWholeBody(text: string): boolean {
  const [head = '', body] = text.split(/\r\n\r\n(.*)/s);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return body !== undefined && (length === undefined || body.length >= Number(length));
}

async function ask(head: readonly string[], body: string | Buffer = ''): Promise<string> {
  const whole = answer(hasWholeBody);
  socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
  return whole;
}

const statusOf = (reply: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1]);
const element = (reply: string, name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(reply)?.[1];

/** Small letters throughout, the digest in hex before Base64, a namespace with a slash, `utf-8` in the prolog. */
test('as the Python SDK', () =>
  conversation(async () => {
    const body =
      '<?xml version="1.0" encoding="utf-8"?><Message xmlns="http://mns.aliyuncs.com/doc/v1/">' +
      '<MessageBody>5L2g5aW9</MessageBody><DelaySeconds>0</DelaySeconds><Priority>8</Priority></Message>';
    const at = date();
    const line = {
      method: 'POST',
      target: '/queues/q/messages',
      contentType: 'text/xml;charset=UTF-8',
      md5: hexMd5(body),
    };
    const sent = await ask(
      [
        'POST /queues/q/messages HTTP/1.1',
        'Accept-Encoding: identity',
        `Content-Length: ${body.length}`,
        `content-md5: ${line.md5}`,
        `content-type: ${line.contentType}`,
        'x-mns-version: 2015-06-06',
        `host: 127.0.0.1:${emulator.port}`,
        `date: ${at}`,
        'user-agent: aliyun-sdk-python/1.2.0(Linux/5/x86_64;3.11)',
        `Authorization: ${authorization(line, at)}`,
        'Connection: keep-alive',
      ],
      body,
    );
    expect(statusOf(sent)).toBe(201);
    expect(sent).toMatch(/^x-mns-request-id: [0-9A-F]{24}\r$/m);
    const get = { method: 'GET', target: '/queues/q/messages?waitseconds=0' };
    const received = await ask([
      `GET ${get.target} HTTP/1.1`,
      'Accept-Encoding: identity',
      'x-mns-version: 2015-06-06',
      `host: 127.0.0.1:${emulator.port}`,
      `date: ${at}`,
      `Authorization: ${authorization(get, at)}`,
    ]);
    expect(element(received, 'MessageBody')).toBe('5L2g5aW9');
  }));

/** It waits for leave to send the body, names a type on every request, and puts receipts into URLs as they are. */
test('as the Java SDK', () =>
  conversation(async () => {
    const body =
      '<?xml version="1.0" encoding="UTF-8" standalone="no"?><Message xmlns="http://mns.aliyuncs.com/doc/v1">' +
      '<MessageBody>hello &amp; &lt;you&gt;</MessageBody></Message>';
    const contentType = 'text/xml;charset=UTF-8';
    const at = date();
    const headersOf = (line: Line) => [
      `${line.method} ${line.target} HTTP/1.1`,
      `Authorization: ${authorization({ ...line, contentType }, at)}`,
      `Date: ${at}`,
      'User-Agent: aliyun-sdk-java/2.0.0(Linux)',
      'x-mns-version: 2015-06-06',
      `Content-Type: ${contentType}`,
      `Host: 127.0.0.1:${emulator.port}`,
      'Connection: Keep-Alive',
    ];
    const target = '/queues/q/messages';
    const post = [
      ...headersOf({ method: 'POST', target }),
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    const leave = answer((text) => text.endsWith('\r\n\r\n'));
    socket.write(`${post.join('\r\n')}\r\n\r\n`);
    expect(await leave).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    const sent = answer(hasWholeBody);
    socket.write(body);
    expect(statusOf(await sent)).toBe(201);
    const received = await ask(headersOf({ method: 'GET', target: `${target}?waitseconds=0` }));
    expect(element(received, 'MessageBody')).toBe('hello &amp; &lt;you&gt;');
    const receipt = element(received, 'ReceiptHandle');
    const gone = await ask(headersOf({ method: 'DELETE', target: `${target}?ReceiptHandle=${receipt}` }));
    expect(statusOf(gone)).toBe(204);
    const none = await ask(headersOf({ method: 'GET', target }));
    expect([statusOf(none), element(none, 'Code')]).toEqual([404, 'MessageNotExist']);
    // Its error parser is bound to this spelling.
    expect(none).toContain('<Error xmlns="http://mns.aliyuncs.com/doc/v1">');
  }));

/** A byte order mark before the prolog, `text/xml` on every request, a length of 0 where there is no body. */
test('as the .NET SDK', () =>
  conversation(async () => {
    const contentType = 'text/xml';
    const at = date();
    const headersOf = (line: Line, length: number) => [
      `${line.method} ${line.target} HTTP/1.1`,
      'User-Agent: aliyun-sdk-dotnet/1.0.0.0 .NET Runtime/4.0',
      `Content-Length: ${length}`,
      `Date: ${at}`,
      'X-Mns-Version: 2015-06-06',
      `Host: 127.0.0.1:${emulator.port}`,
      `Content-Type: ${contentType}`,
      `Authorization: ${authorization({ ...line, contentType }, at)}`,
    ];
    const put = (target: string, xml: string) => {
      const body = Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-8"?>${xml}`);
      return ask(headersOf({ method: 'PUT', target }, body.length), body);
    };
    const namespace = 'xmlns="http://mns.aliyuncs.com/doc/v1"';
    expect(statusOf(await put('/topics/t', `<Topic ${namespace} />`))).toBe(201);
    const subscription = `<Subscription ${namespace}><Endpoint>acs:mns:cn-hangzhou:1000000000000001:queues/q</Endpoint><NotifyContentFormat>SIMPLIFIED</NotifyContentFormat></Subscription>`;
    expect(statusOf(await put('/topics/t/subscriptions/s', subscription))).toBe(201);
    expect(
      statusOf(
        await put(
          '/?accountmeta=true',
          `<Account ${namespace}><LoggingBucket>logs</LoggingBucket></Account>`,
        ),
      ),
    ).toBe(204);
    const account = await ask(headersOf({ method: 'GET', target: '/?accountmeta=true' }, 0));
    expect(element(account, 'LoggingBucket')).toBe('logs');
    const message = Buffer.from(
      `\ufeff<?xml version="1.0" encoding="utf-8"?><Message ${namespace}><MessageBody>hi</MessageBody></Message>`,
    );
    const sent = await ask(
      headersOf({ method: 'POST', target: '/queues/q/messages' }, message.length),
      message,
    );
    expect(statusOf(sent)).toBe(201);
    const received = await ask(
      headersOf({ method: 'GET', target: '/queues/q/messages?numOfMessages=16&waitseconds=0' }, 0),
    );
    const receipt = element(received, 'ReceiptHandle');
    const changed = await ask(
      headersOf(
        { method: 'PUT', target: `/queues/q/messages?ReceiptHandle=${receipt}&VisibilityTimeout=60` },
        0,
      ),
    );
    expect([statusOf(changed), element(changed, 'ReceiptHandle')]).toEqual([
      200,
      expect.not.stringMatching(receipt ?? ''),
    ]);
  }));

/** Receipts are encoded in the URL and signed so. */
test('as the PHP SDK', () =>
  conversation(async () => {
    const contentType = 'text/xml';
    const at = date();
    const headersOf = (line: Line, length?: number) => [
      `${line.method} ${line.target} HTTP/1.1`,
      `Host: 127.0.0.1:${emulator.port}`,
      'user-agent: aliyun-sdk-php/1.4.0(Linux;8.2)',
      ...(length === undefined ? [] : [`Content-Length: ${length}`]),
      `Date: ${at}`,
      `Content-Type: ${contentType}`,
      'x-mns-version: 2015-06-06',
      `Authorization: ${authorization({ ...line, contentType }, at)}`,
    ];
    const body =
      '<?xml version="1.0" encoding="UTF-8"?>\n<Message xmlns="http://mns.aliyuncs.com/doc/v1/"><MessageBody>aGk=</MessageBody></Message>\n';
    const target = '/queues/q/messages';
    expect(statusOf(await ask(headersOf({ method: 'POST', target }, body.length), body))).toBe(201);
    const received = await ask(headersOf({ method: 'GET', target }));
    const receipt = encodeURIComponent(element(received, 'ReceiptHandle') ?? '');
    const gone = await ask(headersOf({ method: 'DELETE', target: `${target}?ReceiptHandle=${receipt}` }));
    expect(statusOf(gone)).toBe(204);
  }));

/** CDATA sections, the digest of nothing on requests without a body, and a body in chunks as streams are sent. */
test('as clients in Rust and Go', () =>
  conversation(async () => {
    const contentType = 'application/xml';
    const at = date();
    const headersOf = (line: Line, md5: string) => [
      `${line.method} ${line.target} HTTP/1.1`,
      `date: ${at}`,
      `authorization: ${authorization({ ...line, contentType, md5 }, at)}`,
      `content-type: ${contentType}`,
      `content-md5: ${md5}`,
      'x-mns-version: 2015-06-06',
      'accept: */*',
      'accept-encoding: gzip',
      `host: 127.0.0.1:${emulator.port}`,
    ];
    const body =
      '<?xml version="1.0" encoding="UTF-8"?><Message><MessageBody><![CDATA[<aa href=\'abc\'> & ]]></MessageBody></Message>';
    const target = '/queues/q/messages';
    const chunks = [body.slice(0, 40), body.slice(40)].map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    );
    const post = [...headersOf({ method: 'POST', target }, hexMd5(body)), 'transfer-encoding: chunked'];
    expect(statusOf(await ask(post, `${chunks.join('')}0\r\n\r\n`))).toBe(201);
    const get = headersOf({ method: 'GET', target: `${target}?waitseconds=1` }, hexMd5(''));
    const received = await ask([...get, 'content-length: 0']);
    expect(element(received, 'MessageBody')).toBe("&lt;aa href='abc'&gt; &amp; ");
  }));
