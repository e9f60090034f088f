import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { ServiceError } from '../../src/errors.ts';
import { type SeenRequest, type StubAnswer, type StubServer, startStub } from './stub-server.ts';

const NOW_MS = Date.UTC(2023, 10, 14, 22, 13, 20);
const XML = { 'content-type': 'text/xml;charset=utf-8' };
const NAMESPACE = 'xmlns="http://mns.aliyuncs.com/doc/v1"';

let stub: StubServer | undefined;
let client: MnsClient | undefined;
let log: string[] = [];

afterEach(async () => {
  await client?.close();
  await stub?.close();
  client = stub = undefined;
  log = [];
});

async function open(
  answer: (request: SeenRequest) => StubAnswer | undefined,
  credentials = { accessKeyId: 'ak-demo', accessKeySecret: 'sk-demo' },
): Promise<{ mns: MnsClient; requests: SeenRequest[] }> {
  stub = await startStub(answer);
  return { mns: openAt(stub.endpoint, credentials), requests: stub.requests };
}

function openAt(
  endpoint: string,
  credentials: { accessKeyId: string; accessKeySecret: string; securityToken?: string } = {
    accessKeyId: 'ak-demo',
    accessKeySecret: 'sk-demo',
  },
): MnsClient {
  client = createMnsClient({
    endpoint,
    accountId: '1234567890123456',
    credentials: async () => credentials,
    now: () => NOW_MS,
    log: (line) => log.push(line),
  });
  return client;
}

async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw new Error(`no ServiceError but ${String(error)}`);
  return error;
}

function errorBody(code: string, message = 'text', requestId = '6553F1003131450F00AB12CD'): string {
  return `<?xml version="1.0" ?>\n<Error ${NAMESPACE}>\n  <Code>${code}</Code>\n  <Message>${message}</Message>\n  <RequestId>${requestId}</RequestId>\n  <HostId>http://host</HostId>\n</Error>\n`;
}

/** The signature as the protocol's description has it, computed apart from the SDK. */
function signatureOf({ method, url, headers }: SeenRequest, secret: string): string {
  const mns = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const text = `${method}\n${headers['content-md5'] ?? ''}\n${headers['content-type'] ?? ''}\n${headers['date']}\n${mns}${url}`;
  return createHmac('sha1', secret).update(text).digest('base64');
}

describe('requests', () => {
  const received = `<Messages ${NAMESPACE}><Message><MessageId>1</MessageId><MessageBodyMD5>M</MessageBodyMD5><MessageBody>b</MessageBody><ReceiptHandle>r</ReceiptHandle><EnqueueTime>1</EnqueueTime><FirstDequeueTime>2</FirstDequeueTime><NextVisibleTime>3</NextVisibleTime><DequeueCount>1</DequeueCount><Priority>8</Priority></Message></Messages>`;
  const sent = `<Message ${NAMESPACE}><MessageId>ID</MessageId><MessageBodyMD5>MD5</MessageBodyMD5></Message>`;

  it.each<[string, (mns: MnsClient) => Promise<unknown>, string, StubAnswer]>([
    ['createQueue', (m) => m.createQueue('q'), 'PUT /queues/q', { status: 201 }],
    ['deleteQueue', (m) => m.deleteQueue('q'), 'DELETE /queues/q', { status: 204 }],
    [
      'setQueueAttributes',
      (m) => m.setQueueAttributes('q', {}),
      'PUT /queues/q?metaoverride=true',
      { status: 204 },
    ],
    ['send', (m) => m.send('q', 'text'), 'POST /queues/q/messages', { status: 201, body: sent }],
    [
      'receive',
      (m) => m.receive('q', { batchSize: 16, waitSeconds: 30 }),
      'GET /queues/q/messages?numOfMessages=16&waitseconds=30',
      { body: received },
    ],
    [
      'peek',
      (m) => m.peek('q', 3),
      'GET /queues/q/messages?peekonly=true&numOfMessages=3',
      { body: received },
    ],
    ['delete', (m) => m.delete('q', ['a+b/c==']), 'DELETE /queues/q/messages', { status: 204 }],
    [
      'changeVisibility',
      (m) => m.changeVisibility('q', 'a+b/c==', 5),
      'PUT /queues/q/messages?ReceiptHandle=a%2Bb%2Fc%3D%3D&VisibilityTimeout=5',
      {
        body: `<ChangeVisibility ${NAMESPACE}><ReceiptHandle>n</ReceiptHandle><NextVisibleTime>9</NextVisibleTime></ChangeVisibility>`,
      },
    ],
    ['createTopic', (m) => m.createTopic('t'), 'PUT /topics/t', { status: 201 }],
    ['deleteTopic', (m) => m.deleteTopic('t'), 'DELETE /topics/t', { status: 204 }],
    ['publish', (m) => m.publish('t', 'text'), 'POST /topics/t/messages', { status: 201, body: sent }],
    [
      'subscribe',
      (m) => m.subscribe('t', 's', { endpoint: 'x' }),
      'PUT /topics/t/subscriptions/s',
      { status: 201 },
    ],
    ['unsubscribe', (m) => m.unsubscribe('t', 's'), 'DELETE /topics/t/subscriptions/s', { status: 204 }],
    [
      'a name with a blank and more',
      (m) => m.deleteQueue('ä b/c?'),
      'DELETE /queues/%C3%A4%20b%2Fc%3F',
      { status: 204 },
    ],
  ])('%s is signed for exactly what it sends', async (_name, call, line, answer) => {
    const { mns, requests } = await open(() => ({ headers: XML, ...answer }));
    await call(mns);
    const [request, ...more] = requests;
    expect(more).toEqual([]);
    if (request === undefined) throw new Error('nothing was sent');
    expect(`${request.method} ${request.url}`).toBe(line);
    expect(request.headers.authorization).toBe(`MNS ak-demo:${signatureOf(request, 'sk-demo')}`);
    expect(request.headers.date).toBe('Tue, 14 Nov 2023 22:13:20 GMT');
    expect(request.headers['x-mns-version']).toBe('2015-06-06');
    if (request.method !== 'GET') {
      const hex = createHash('md5').update(request.body).digest('hex');
      expect(request.headers['content-md5']).toBe(Buffer.from(hex).toString('base64'));
    }
  });

  it('escapes what it sends', async () => {
    const { mns, requests } = await open(() => ({ status: 201, headers: XML, body: sent }));
    await mns.send('q', 'a<b>&c\r\n"é"', { priority: 1, delaySeconds: 0 });
    expect(requests[0]?.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Message xmlns="http://mns.aliyuncs.com/doc/v1/">' +
        '<MessageBody>a&lt;b&gt;&amp;c&#13;\n"é"</MessageBody><DelaySeconds>0</DelaySeconds><Priority>1</Priority></Message>',
    );
  });

  it('refuses what XML cannot carry before sending anything', async () => {
    const { mns, requests } = await open(() => ({ status: 201 }));
    await expect(mns.send('q', 'a\u0000b')).rejects.toMatchObject({ kind: 'usage', code: 'text-not-xml' });
    expect(requests).toEqual([]);
  });

  it('asks for credentials each time, and sends the token of temporary ones unsigned', async () => {
    const keys = { accessKeyId: 'first', accessKeySecret: 's1', securityToken: 't1' };
    const { mns, requests } = await open(() => ({ status: 204 }), keys);
    await mns.deleteQueue('q');
    Object.assign(keys, { accessKeyId: 'second', accessKeySecret: 's2', securityToken: 't2' });
    await mns.deleteQueue('q');
    expect(requests.map(({ headers }) => headers['security-token'])).toEqual(['t1', 't2']);
    expect(requests.map((request) => request.headers.authorization)).toEqual(
      requests.map(
        (request, index) => `MNS ${['first', 'second'][index]}:${signatureOf(request, `s${index + 1}`)}`,
      ),
    );
  });

  it.each(['ftp://h', 'http://h/path', 'h:1', 'nonsense'])('refuses the endpoint %s', (endpoint) => {
    expect(() => openAt(endpoint)).toThrow(expect.objectContaining({ code: 'bad-endpoint' }));
  });
});

describe('answers', () => {
  it.each([
    [201, 'created'],
    [204, 'existed'],
  ])('tells a %i', async (status, outcome) => {
    const { mns } = await open(() => ({ status, headers: XML }));
    await expect(mns.createQueue('q')).resolves.toBe(outcome);
    await expect(mns.createTopic('t')).resolves.toBe(outcome);
    await expect(mns.subscribe('t', 's', { endpoint: 'e' })).resolves.toBe(outcome);
  });

  it('reads the attributes of a queue, times as milliseconds', async () => {
    const body = `<?xml version="1.0" ?>\n<Queue ${NAMESPACE}>\n  <QueueName>q</QueueName>\n  <DelaySeconds>1</DelaySeconds>\n  <MaximumMessageSize>2048</MaximumMessageSize>\n  <MessageRetentionPeriod>600</MessageRetentionPeriod>\n  <VisibilityTimeout>31</VisibilityTimeout>\n  <CreateTime>1700000000</CreateTime>\n  <LastModifyTime>1700000001</LastModifyTime>\n  <PollingWaitSeconds>3</PollingWaitSeconds>\n  <ActiveMessages>7</ActiveMessages>\n</Queue>`;
    const { mns } = await open(() => ({ headers: XML, body }));
    await expect(mns.queueAttributes('q')).resolves.toEqual({
      name: 'q',
      delaySeconds: 1,
      maximumMessageBytes: 2048,
      retentionSeconds: 600,
      visibilitySeconds: 31,
      pollingWaitSeconds: 3,
      createdAtMs: 1_700_000_000_000,
      modifiedAtMs: 1_700_000_001_000,
      activeMessages: 7,
    });
  });

  it('follows the marker of a list, and reads names from URLs too', async () => {
    const pages = [
      `<Queues ${NAMESPACE}><Queue><QueueURL>http://h/queues/a</QueueURL><QueueName>a</QueueName></Queue><NextMarker>m 1</NextMarker></Queues>`,
      `<Queues ${NAMESPACE}><Queue><QueueURL>http://h/queues/b</QueueURL></Queue></Queues>`,
    ];
    const { mns, requests } = await open(() => ({ headers: XML, body: pages[requests.length - 1] ?? '' }));
    await expect(mns.listQueues('p')).resolves.toEqual(['a', 'b']);
    expect(requests.map(({ headers }) => [headers['x-mns-prefix'], headers['x-mns-marker']])).toEqual([
      ['p', undefined],
      ['p', 'm 1'],
    ]);
  });

  it('reads an empty list', async () => {
    const { mns } = await open(() => ({ headers: XML, body: `<Topics ${NAMESPACE}/>` }));
    await expect(mns.listTopics()).resolves.toEqual([]);
  });

  it('takes an empty queue for an empty answer', async () => {
    const { mns } = await open(() => ({ status: 404, headers: XML, body: errorBody('MessageNotExist') }));
    await expect(mns.receive('q', { batchSize: 16, waitSeconds: 0 })).resolves.toEqual([]);
    await expect(mns.peek('q', 1)).resolves.toEqual([]);
  });

  it('gives the receipts that deleted nothing', async () => {
    const body = `<Errors ${NAMESPACE}><Error><ErrorCode>ReceiptHandleError</ErrorCode><ErrorMessage>no</ErrorMessage><ReceiptHandle>r&amp;1</ReceiptHandle></Error></Errors>`;
    const { mns } = await open(() => ({ status: 404, headers: XML, body }));
    await expect(mns.delete('q', ['r&1', 'r2'])).resolves.toEqual([
      { receipt: 'r&1', code: 'ReceiptHandleError', message: 'no' },
    ]);
  });

  it('tells a missing queue from a partly failed deletion', async () => {
    const { mns } = await open(() => ({ status: 404, headers: XML, body: errorBody('QueueNotExist') }));
    await expect(mns.delete('q', ['r'])).rejects.toMatchObject({ code: 'QueueNotExist', kind: 'not-found' });
  });

  it('gives one outcome for each message of a batch, whatever the status', async () => {
    const body = `<Messages ${NAMESPACE}><Message><MessageId>1</MessageId><MessageBodyMD5>A</MessageBodyMD5></Message><Message><ErrorCode>InvalidArgument</ErrorCode><ErrorMessage>too long</ErrorMessage></Message></Messages>`;
    const { mns } = await open(() => ({ status: 500, headers: XML, body }));
    await expect(mns.sendBatch('q', [{ body: 'a' }, { body: 'b' }])).resolves.toEqual([
      { messageId: '1', bodyMd5: 'A' },
      { errorCode: 'InvalidArgument', errorMessage: 'too long' },
    ]);
  });
});

describe('failures', () => {
  it.each([
    [403, 'SignatureDoesNotMatch', 'authentication', /secret is wrong/],
    [403, 'InvalidAccessKeyId', 'authentication', /access key id/],
    [409, 'QueueAlreadyExist', 'conflict', /other attributes/],
    [400, 'QpsLimitExceeded', 'failure', /slow down/],
  ])('%i %s', async (status, code, kind, hint) => {
    const { mns } = await open(() => ({ status, headers: XML, body: errorBody(code, 'two\n  lines') }));
    const error = await failureOf(mns.deleteTopic('t'));
    expect(error).toMatchObject({
      service: 'MNS',
      code,
      status,
      kind,
      message: `${code}: two lines`,
      requestId: '6553F1003131450F00AB12CD',
    });
    expect(error.hint).toMatch(hint);
  });

  it.each([
    ['TopicNotExist', /^TopicNotExist: there is no topic t$/],
    ['QueueNotExist', /^QueueNotExist: the name is gone$/],
  ])('names what %s tells of, where the address does', async (code, message) => {
    const { mns } = await open(() => ({
      status: 404,
      headers: XML,
      body: errorBody(code, 'the name is gone'),
    }));
    const error = await failureOf(mns.publish('t', 'x'));
    expect(error).toMatchObject({ code, kind: 'not-found', message: expect.stringMatching(message) });
  });

  it.each([
    [20, "it is 20 minutes behind the server's"],
    [-180, "it is 3 hours ahead of the server's"],
  ])('tells a clock that differs by %i minutes', async (minutes, text) => {
    const date = new Date(NOW_MS + minutes * 60_000).toUTCString();
    const { mns } = await open(() => ({
      status: 408,
      headers: { ...XML, date },
      body: errorBody('TimeExpired'),
    }));
    const error = await failureOf(mns.deleteQueue('q'));
    expect(error.kind).toBe('authentication');
    expect(error.hint).toContain(text);
  });

  it.each([
    [502, '<html><body>Bad Gateway</body></html>'],
    [503, ''],
    [500, 'oops'],
    [200, '<html></html>'],
    [200, `<Queue ${NAMESPACE}/>`],
  ])('a %i that is not an MNS answer: %s', async (status, body) => {
    const { mns } = await open(() => ({ status, headers: { 'content-type': 'text/html' }, body }));
    for (const call of [
      mns.queueAttributes('q'),
      mns.receive('q', { batchSize: 1, waitSeconds: 0 }),
      mns.listTopics(),
    ]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'UnexpectedAnswer', status });
      expect(error.message).not.toContain('\n');
    }
  });

  it('a connection that is refused', async () => {
    const closed = await startStub(() => undefined);
    await closed.close();
    const error = await failureOf(openAt(closed.endpoint).listQueues());
    expect(error).toMatchObject({ code: 'ECONNREFUSED', status: undefined, kind: 'failure' });
    expect(error.message).toBe(`${closed.endpoint} refused the connection`);
    expect(error.hint).toContain('ossnotify emulator');
  });

  it('a host without an address', async () => {
    const error = await failureOf(openAt('http://no-such-host.invalid').listQueues());
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.code);
  });

  it('never shows a secret or a signature', async () => {
    const { mns } = await open(() => ({ status: 403, headers: XML, body: errorBody('AccessDenied') }));
    const error = await failureOf(mns.send('q', 'a body'));
    const shown = JSON.stringify([error, error.message, error.hint, log]);
    expect(shown).not.toMatch(/sk-demo|authorization|a body/i);
    expect(log).toEqual(['MNS POST /queues/q/messages -> 403 0 ms']);
  });
});

describe('connections', () => {
  it('ends a long poll when its signal aborts, without an answer', async () => {
    const { mns, requests } = await open(() => undefined);
    const abort = new AbortController();
    const poll = mns.receive('q', { batchSize: 1, waitSeconds: 30, signal: abort.signal });
    while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort('SIGINT');
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each<[string, (mns: MnsClient) => Promise<unknown>, number]>([
    ['repeats a deletion', (mns) => mns.deleteQueue('q'), 2],
    ['never repeats a sending', (mns) => mns.send('q', 'b'), 1],
  ])('a connection that breaks: %s', async (_name, call, tries) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const error = await failureOf(call(openAt(`http://127.0.0.1:${address.port}`)));
    await new Promise((resolve) => server.close(resolve));
    expect(error.code).toBe('ECONNRESET');
    expect(connections).toBe(tries);
  });
});
