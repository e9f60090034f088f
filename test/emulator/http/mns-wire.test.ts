import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { send } from '../support/http.ts';
import { type MnsRequest, sendMns } from '../support/mns-wire.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await call({ method: 'PUT', path: '/queues/q' });
  await call({ method: 'PUT', path: '/topics/t' });
});
afterAll(() => emulator.close());

const call = (request: MnsRequest) => sendMns(emulator.url, request);
const post = (body: string | Buffer, path = '/queues/q/messages') => call({ method: 'POST', path, body });
const codeOf = (body: string) => /<Code>(.*?)<\/Code>/.exec(body)?.[1];
const message = (members: string) => `<Message><MessageBody>x</MessageBody>${members}</Message>`;

describe('answers of MNS to the letter', () => {
  test('a created queue: headers as spelled by the service, Location with a scheme', async () => {
    const reply = await call({ method: 'PUT', path: '/queues/spelled', body: '<Queue/>' });
    expect(reply.status).toBe(201);
    expect(reply.rawHeaders).toEqual(
      expect.arrayContaining([
        'Location',
        `${emulator.url}/queues/spelled`,
        'x-mns-request-id',
        'x-mns-version',
      ]),
    );
    expect(reply.headers).toMatchObject({
      server: 'AliyunMQS',
      'content-type': 'text/xml;charset=utf-8',
      'x-mns-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
      'x-mns-version': '2015-06-06',
    });
    const again = await call({ method: 'PUT', path: '/queues/spelled' });
    expect(again).toMatchObject({
      status: 204,
      body: '',
      headers: { location: `${emulator.url}/queues/spelled` },
    });
    expect(again.headers['content-type']).toBe('text/xml;charset=utf-8');
  });

  test('an error document', async () => {
    const reply = await call({ method: 'GET', path: '/queues/q/messages' });
    expect(reply.status).toBe(404);
    expect(reply.body).toBe(
      `<?xml version="1.0" ?>\n<Error xmlns="http://mns.aliyuncs.com/doc/v1">\n  <Code>MessageNotExist</Code>\n` +
        `  <Message>Message not exist.</Message>\n  <RequestId>${reply.headers['x-mns-request-id']}</RequestId>\n` +
        `  <HostId>${emulator.url}</HostId>\n</Error>\n`,
    );
  });

  test('a received message: nine children in the recorded order, then the user properties', async () => {
    await post(
      '<Message xmlns="http://mns.aliyuncs.com/doc/v1/"><MessageBody>a&lt;b&amp;"c"&#13;</MessageBody>' +
        '<UserProperties><PropertyValue><Name>case</Name><Value>x</Value><Type>STRING</Type></PropertyValue></UserProperties></Message>',
    );
    const { body } = await call({ method: 'GET', path: '/queues/q/messages?waitseconds=0' });
    expect(body).toContain('<MessageBody>a&lt;b&amp;"c"&#13;</MessageBody>');
    expect([...body.matchAll(/^ {2}<(\w+)>/gm)].map(([, name]) => name)).toEqual([
      'MessageId',
      'MessageBodyMD5',
      'MessageBody',
      'ReceiptHandle',
      'EnqueueTime',
      'FirstDequeueTime',
      'NextVisibleTime',
      'DequeueCount',
      'Priority',
      'UserProperties',
    ]);
    expect(body).toMatch(/<MessageId>[0-9A-F]{32}<\/MessageId>/);
    expect(body).toMatch(/<EnqueueTime>\d{13}<\/EnqueueTime>/);
    const receipt = /<ReceiptHandle>(.*)</.exec(body)?.[1] ?? '';
    const encoded = encodeURIComponent(receipt);
    expect(
      (await call({ method: 'DELETE', path: `/queues/q/messages?ReceiptHandle=${encoded}` })).status,
    ).toBe(204);
  });

  test('a batch of one keeps the plural root, an empty list has no marker', async () => {
    await post('<Messages><Message><MessageBody>one</MessageBody></Message></Messages>');
    const { body } = await call({ method: 'GET', path: '/queues/q/messages?numOfMessages=1' });
    expect(body).toMatch(
      /^<\?xml version="1.0" \?>\n<Messages xmlns="http:\/\/mns.aliyuncs.com\/doc\/v1">\n {2}<Message>\n/,
    );
    const list = await call({ method: 'GET', path: '/queues', headers: { 'x-mns-prefix': 'none' } });
    expect(list).toMatchObject({ status: 200 });
    expect(list.body).toBe(
      '<?xml version="1.0" ?>\n<Queues xmlns="http://mns.aliyuncs.com/doc/v1">\n</Queues>\n',
    );
  });

  test('a partly bad batch lists both kinds, with exactly two names each', async () => {
    const delayed = message('<DelaySeconds>60</DelaySeconds>');
    const reply = await post(
      `<Messages>${message('')}${message('<Priority>17</Priority>')}${delayed}</Messages>`,
    );
    expect(reply.status).toBe(500);
    const entries = [...reply.body.matchAll(/<Message>\n(.*?)<\/Message>/gs)].map(([, entry]) =>
      [...(entry ?? '').matchAll(/<(\w+)>/g)].map(([, name]) => name),
    );
    expect(entries).toEqual([
      ['MessageId', 'MessageBodyMD5'],
      ['ErrorCode', 'ErrorMessage'],
      ['MessageId', 'MessageBodyMD5'],
    ]);
  });
});

describe('requests that are refused', () => {
  test.each([
    ['malformed XML', '<Message><MessageBody>', 400, 'MalformedXML'],
    [
      'an entity bomb',
      '<!DOCTYPE m [<!ENTITY a "aaaa">]><Message><MessageBody>&a;</MessageBody></Message>',
      400,
      'MalformedXML',
    ],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0xff]), 400, 'MalformedXML'],
    ['another root', '<Queue/>', 400, 'InvalidArgument'],
    ['no body element', '<Message/>', 400, 'InvalidArgument'],
    ['an empty body', '<Message><MessageBody></MessageBody></Message>', 400, 'InvalidArgument'],
    [
      'a body too long',
      `<Message><MessageBody>${'x'.repeat(65_537)}</MessageBody></Message>`,
      400,
      'InvalidArgument',
    ],
    ['a priority of 0', message('<Priority>0</Priority>'), 400, 'InvalidArgument'],
    ['a delay in words', message('<DelaySeconds>soon</DelaySeconds>'), 400, 'InvalidArgument'],
    ['an empty batch', '<Messages/>', 400, 'InvalidArgument'],
    ['seventeen messages', `<Messages>${message('').repeat(17)}</Messages>`, 400, 'InvalidArgument'],
    [
      'a batch of more than 64 KB',
      `<Messages>${`<Message><MessageBody>${'x'.repeat(40_000)}</MessageBody></Message>`.repeat(2)}</Messages>`,
      400,
      'InvalidArgument',
    ],
  ])('sending %s', async (_, body, status, code) => {
    const reply = await post(body);
    expect([reply.status, codeOf(reply.body)]).toEqual([status, code]);
  });

  test.each([
    ['GET', '/queues/q/messages?numOfMessages=17', 400, 'InvalidArgument'],
    ['GET', '/queues/q/messages?numOfMessages=0', 400, 'InvalidArgument'],
    ['GET', '/queues/q/messages?waitseconds=31', 400, 'InvalidArgument'],
    ['GET', '/queues/q/messages?waitseconds=x', 400, 'InvalidArgument'],
    ['GET', '/queues/none/messages', 404, 'QueueNotExist'],
    ['DELETE', '/queues/q/messages', 400, 'MissingReceiptHandle'],
    ['DELETE', '/queues/q/messages?receipthandle=bad', 400, 'ReceiptHandleError'],
    ['PUT', '/queues/q/messages?visibilityTimeout=1', 400, 'MissingReceiptHandle'],
    ['PUT', '/queues/q/messages?receiptHandle=bad', 400, 'MissingVisibilityTimeout'],
    ['PUT', `/queues/${'q'.repeat(121)}`, 400, 'QueueNameLengthError'],
    ['PUT', '/queues/bad_name', 400, 'InvalidQueueName'],
    ['PUT', '/topics/bad_name', 400, 'TopicNameInvalid'],
    ['PUT', `/topics/${'t'.repeat(121)}`, 400, 'TopicNameLengthError'],
    ['GET', '/topics/t/subscriptions/none', 404, 'SubscriptionNotExist'],
    ['GET', '/nothing', 400, 'InvalidRequestURL'],
    ['GET', '/queues/q/what', 400, 'InvalidRequestURL'],
    ['POST', '/queues/q', 400, 'InvalidRequestURL'],
    ['DELETE', '/?accountmeta=true', 400, 'InvalidRequestURL'],
    ['PUT', '/?accountmeta=true', 400, 'MalformedXML'],
    ['GET', '/', 400, 'InvalidRequestURL'],
  ])('%s %s', async (method, path, status, code) => {
    const reply = await call({ method, path });
    expect([reply.status, codeOf(reply.body)]).toEqual([status, code]);
  });

  test.each([
    ['no Authorization', { 'x-mns-version': '2015-06-06' }, 400, 'MissingAuthorizationHeader'],
    [
      'another scheme',
      { authorization: 'MNSX y', 'x-mns-version': '2015-06-06' },
      400,
      'InvalidAuthorizationHeader',
    ],
    ['no date', { authorization: 'MNS emulator:x' }, 400, 'MissingDateHeader'],
    ['a bad date', { authorization: 'MNS emulator:x', date: 'today' }, 400, 'InvalidDateHeader'],
    [
      'an unknown key',
      { authorization: 'MNS nobody:x', date: new Date().toUTCString() },
      403,
      'InvalidAccessKeyId',
    ],
    [
      'a wrong signature',
      { authorization: 'MNS emulator:x', date: new Date().toUTCString() },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'an old date',
      { authorization: 'MNS emulator:x', date: new Date(Date.now() - 901_000).toUTCString() },
      408,
      'TimeExpired',
    ],
  ])('with %s', async (_, headers, status, code) => {
    const reply = await send(emulator.url, { method: 'GET', path: '/queues', headers });
    expect([reply.status, codeOf(reply.body)]).toEqual([status, code]);
  });

  test('for a body that is too large', async () => {
    const reply = await post(Buffer.alloc(40 * 1024 * 1024, 'x'));
    expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidArgument']);
    expect(reply.headers['connection']).toBe('close');
  });
});

describe('Content-MD5', () => {
  const body = message('');
  const digest = createHash('md5').update(body).digest();
  const sent = (md5: string) =>
    call({ method: 'POST', path: '/queues/q/messages', body, headers: { 'content-md5': md5 } });

  test.each([
    ['Base64 of the bytes', digest.toString('base64')],
    ['Base64 of the hex digits', Buffer.from(digest.toString('hex')).toString('base64')],
    ['hex digits', digest.toString('hex')],
    ['upper-case hex digits', digest.toString('hex').toUpperCase()],
  ])('is taken as %s', async (_, md5) => {
    expect((await sent(md5)).status).toBe(201);
  });

  test.each(['nonsense', createHash('md5').update('other').digest('base64')])(
    '%s is refused',
    async (md5) => {
      const reply = await sent(md5);
      expect([reply.status, codeOf(reply.body)]).toEqual([400, 'InvalidDegist']);
    },
  );
});

test('relaxed, the emulator takes what the service would not', async () => {
  const relaxed = await startEmulator({ relaxed: true });
  await sendMns(relaxed.url, { method: 'PUT', path: '/queues/q' });
  const seventeen = `<Messages>${message('').repeat(17)}</Messages>`;
  expect(
    (await sendMns(relaxed.url, { method: 'POST', path: '/queues/q/messages', body: seventeen })).status,
  ).toBe(201);
  const all = await sendMns(relaxed.url, { method: 'GET', path: '/queues/q/messages?numOfMessages=20' });
  expect([...all.body.matchAll(/<MessageId>/g)]).toHaveLength(17);
  await relaxed.close();
});

describe('other ways to sign', () => {
  const sendV4 = (secret: string) => {
    const date = new Date();
    const day = date.toISOString().slice(0, 10).replaceAll('-', '');
    const headers = { date: date.toUTCString(), 'x-mns-version': '2015-06-06' };
    const steps = [day, 'cn-hangzhou', 'mns', 'aliyun_v4_request'];
    const time = `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const target = '/queues/q/messages?numOfMessages=2&peekonly=true';
    const text = `MNS4-HMAC-SHA256\n${time}\n${steps.join('/')}\nGET\n/queues/q/messages\nnumofmessages=2&peekonly=true\nx-mns-version:2015-06-06\n\n`;
    let key: string | Buffer = `aliyun_v4${secret}`;
    for (const step of steps) key = createHmac('sha256', key).update(step).digest();
    const signature = createHmac('sha256', key).update(text).digest('hex');
    const authorization = `MNS4-HMAC-SHA256 Credential=emulator/${steps.join('/')},Signature=${signature}`;
    return send(emulator.url, { method: 'GET', path: target, headers: { ...headers, authorization } });
  };

  test('v4 is taken, with the right secret', async () => {
    expect([200, 404]).toContain((await sendV4('emulator-secret')).status);
    expect(codeOf((await sendV4('wrong')).body)).toBe('SignatureDoesNotMatch');
  });

  test('a token of temporary credentials is taken, unsigned as it is', async () => {
    const reply = await call({ method: 'GET', path: '/queues', headers: { 'security-token': 'any' } });
    expect(reply.status).toBe(200);
  });

  test('x-mns-date stands in for a date that cannot be set', async () => {
    const date = new Date().toUTCString();
    const text = `GET\n\n\n${date}\nx-mns-date:${date}\nx-mns-version:2015-06-06\n/queues`;
    const signature = createHmac('sha1', 'emulator-secret').update(text).digest('base64');
    const headers = {
      'x-mns-date': date,
      'x-mns-version': '2015-06-06',
      authorization: `MNS emulator:${signature}`,
    };
    expect((await send(emulator.url, { method: 'GET', path: '/queues', headers })).status).toBe(200);
  });
});
