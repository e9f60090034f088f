import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { send } from '../support/http.ts';
import { sendMns } from '../support/mns-wire.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await call('PUT', '/queues/q');
  await call('PUT', '/topics/t');
});
afterAll(() => emulator.close());

const call = (method: string, path: string, body?: string) =>
  sendMns(emulator.url, body === undefined ? { method, path } : { method, path, body });
const refusalOf = ({ status, body }: { status: number; body: string }) => [
  status,
  /<Code>(.*?)<\/Code>/.exec(body)?.[1],
  /<Message>(.*?)<\/Message>/.exec(body)?.[1],
];

describe('items of a query string', () => {
  test.each([
    ['GET', '/queues/q?foo=bar', 'foo'],
    ['GET', '/queues?bogus=1', 'bogus'],
    ['GET', '/queues/q?%zz', '%25zz'],
    ['GET', '/queues/q/messages?waitseconds=0&%01', '%01'],
    ['POST', '/queues/q/messages?waitSecond=1', 'waitSecond'],
    ['PUT', '/queues/q/messages?metaoverride=true', 'metaoverride'],
    ['POST', '/topics/t/messages?peekonly=true', 'peekonly'],
  ])('%s %s holds one that is not known', async (method, path, name) => {
    expect(refusalOf(await call(method, path))).toEqual([
      400,
      'InvalidQueryString',
      `Http request URL contains invalid querystring item "${name}".`,
    ]);
  });

  test.each([
    ['GET', '/queues/q/messages?peekOnly=true&NUMOFMESSAGES=1', 404],
    ['PUT', '/queues/q?MetaOverride=True', 204],
    ['PUT', '/queues/q?metaoverride=false', 204],
    ['GET', '/queues/q?', 200],
    ['GET', '/queues/q?&', 200],
  ])('%s %s holds none', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status);
  });
});

test.each([
  ['POST', '/queues'],
  ['POST', '/queues/q'],
  ['PATCH', '/topics/t/messages'],
])('%s %s is no operation, built or not', async (method, path) => {
  expect(refusalOf(await call(method, path)).slice(0, 2)).toEqual([400, 'InvalidRequestURL']);
  expect(emulator.requests().at(-1)).toMatchObject({ operation: 'Unknown' });
});

test.each([
  ['GET', '/queues//messages'],
  ['POST', '/queues//messages'],
  ['DELETE', '/queues//messages?ReceiptHandle=x'],
  ['GET', '/topics//subscriptions'],
  ['PUT', '/topics//subscriptions/s'],
  ['GET', '/queues/q//messages'],
  ['GET', '/topics/t//s'],
])('%s %s has an empty name', async (method, path) => {
  expect(refusalOf(await call(method, path)).slice(0, 2)).toEqual([400, 'InvalidRequestURL']);
});

test.each(['/queues/', '/queues/q/', '/topics/', '/topics/t/', '/topics/t/subscriptions/'])(
  'the slash at the end of %s does no harm',
  async (path) => {
    const { body } = await call('GET', path.slice(0, -1));
    expect((await call('GET', path)).body).toBe(body);
  },
);

test('an empty receipt handle in a batch is none, and nothing is deleted', async () => {
  const [handle] = /(?<=<ReceiptHandle>).*(?=<)/.exec(
    (
      await call(
        'POST',
        '/queues/q/messages',
        '<Message><MessageBody>x</MessageBody><DelaySeconds>60</DelaySeconds></Message>',
      )
    ).body,
  ) ?? [''];
  const handles = (...texts: string[]) =>
    `<ReceiptHandles>${texts.map((text) => `<ReceiptHandle>${text}</ReceiptHandle>`).join('')}</ReceiptHandles>`;
  for (const body of [handles(''), handles(handle, '')])
    expect(refusalOf(await call('DELETE', '/queues/q/messages', body))).toEqual([
      400,
      'MissingReceiptHandle',
      'ReceiptHandle is required.',
    ]);
  expect((await call('DELETE', '/queues/q/messages', handles(handle))).status).toBe(204);
});

describe('the date', () => {
  const dated = (date: string) =>
    send(emulator.url, {
      method: 'GET',
      path: '/queues',
      headers: { date, 'x-mns-version': '2015-06-06', authorization: 'MNS emulator:x' },
    });
  const now = new Date().toUTCString();

  test.each([
    new Date().toISOString(),
    new Date().toISOString().replace(/\.\d+/, ''),
    now.replace(' GMT', ''),
    String(Date.now()),
    now.slice(5),
  ])('%s is not of RFC 1123', async (date) => {
    expect(refusalOf(await dated(date)).slice(0, 2)).toEqual([400, 'InvalidDateHeader']);
  });

  test.each([now, now.replace('GMT', '+0000'), now.replace('GMT', 'UTC')])('%s is', async (date) => {
    expect(refusalOf(await dated(date)).slice(0, 2)).toEqual([403, 'SignatureDoesNotMatch']);
  });
});

describe('the message', () => {
  const message = (members: string) => `<Message><MessageBody>x</MessageBody>${members}</Message>`;
  const property = '<PropertyValue><Name>n</Name><Value>v</Value><Type>STRING</Type></PropertyValue>';
  const properties = (count: number) => message(`<UserProperties>${property.repeat(count)}</UserProperties>`);

  test.each(['/queues/q/messages', '/topics/t/messages'])('%s takes fifty user properties', async (path) => {
    expect((await call('POST', path, properties(50))).status).toBe(201);
    const refused = refusalOf(await call('POST', path, properties(51)));
    expect(refused.slice(0, 2)).toEqual([400, 'InvalidArgument']);
  });

  test.each([
    ['elements in the body', '<Message><MessageBody>a<b>c</b></MessageBody></Message>'],
    ['two bodies', message('<MessageBody>y</MessageBody>')],
    ['two priorities', message('<Priority>1</Priority><Priority>2</Priority>')],
  ])('with %s is against the schema', async (_, body) => {
    for (const path of ['/queues/q/messages', '/topics/t/messages'].slice(0, body.includes('Prio') ? 1 : 2))
      expect(refusalOf(await call('POST', path, body)).slice(0, 2)).toEqual([400, 'InvalidArgument']);
  });

  test.each([
    '<Priority>z</Priority>',
    '<Priority>17</Priority>',
    '<MessageBody/>',
    '<DelaySeconds>soon</DelaySeconds>',
  ])('of a batch fails alone: %s', async (bad) => {
    await call('PUT', '/queues/batch');
    const batch = (...members: string[]) => `<Messages>${members.map(message).join('')}</Messages>`;
    const reply = await call('POST', '/queues/batch/messages', batch('', bad));
    expect(reply.status).toBe(500);
    expect(reply.body.match(/<(?:MessageId|ErrorCode)>/g)).toEqual(['<MessageId>', '<ErrorCode>']);
    expect(reply.body).toContain('<ErrorCode>InvalidArgument</ErrorCode>');
    expect(emulator.messages('batch')).toHaveLength(1);
    const allBad = refusalOf(await call('POST', '/queues/batch/messages', batch(bad, bad)));
    expect(allBad.slice(0, 2)).toEqual([400, 'InvalidArgument']);
    await call('DELETE', '/queues/batch');
  });

  test('of another name spoils the whole batch', async () => {
    const body = `<Messages>${message('')}<Massage/></Messages>`;
    expect(refusalOf(await call('POST', '/queues/q/messages', body)).slice(0, 2)).toEqual([
      400,
      'InvalidArgument',
    ]);
  });
});

test('endpoint and format of a subscription cannot change', async () => {
  const path = '/topics/t/subscriptions/s';
  const ends = (name: string) => `<Endpoint>acs:mns:cn-hangzhou:1000000000000001:queues/${name}</Endpoint>`;
  const body = (members: string) => `<Subscription>${members}</Subscription>`;
  await call('PUT', path, body(ends('q')));
  const set = (members: string) => call('PUT', `${path}?metaoverride=true`, body(members));
  for (const [members, name] of [
    [ends('other'), 'Endpoint'],
    ['<NotifyContentFormat>JSON</NotifyContentFormat>', 'NotifyContentFormat'],
  ] as const)
    expect(refusalOf(await set(members))).toEqual([
      400,
      'InvalidArgument',
      expect.stringContaining(`cause by ${name}.`),
    ]);
  const same = `${ends('q')}<NotifyContentFormat>XML</NotifyContentFormat>`;
  const changed = '<NotifyStrategy>EXPONENTIAL_DECAY_RETRY</NotifyStrategy><FilterTag>a</FilterTag>';
  expect((await set(same + changed)).status).toBe(204);
  expect(emulator.subscriptions('t')).toMatchObject([
    { format: 'XML', strategy: 'EXPONENTIAL_DECAY_RETRY', filterTag: 'a' },
  ]);
});
