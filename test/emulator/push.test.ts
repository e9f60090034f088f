import { createHash, verify, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMULATOR_ACCOUNT, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type MnsSdk, mnsSdk } from '../contract/sdk.ts';
import { send } from './support/http.ts';
import { ManualClock } from './support/manual-clock.ts';
import { sendMns } from './support/mns-wire.ts';
import { type Received, type Receiver, startReceiver } from './support/receiver.ts';

let clock: ManualClock;
let emulator: Emulator;
let receiver: Receiver;
let mns: MnsSdk;

beforeEach(async () => {
  clock = new ManualClock();
  receiver = await startReceiver();
  emulator = await startEmulator({ clock });
  mns = mnsSdk(emulator);
  await mns.createTopic('t');
});
afterEach(() => Promise.all([emulator.close(), receiver.close()]));

function subscribe(endpoint: string, more = '') {
  const body = `<Subscription><Endpoint>${endpoint}</Endpoint>${more}</Subscription>`;
  return mns.put('/topics/t/subscriptions/s', 'Subscription', Buffer.from(body));
}

const format = (name: string) => `<NotifyContentFormat>${name}</NotifyContentFormat>`;

/** What a receiver has to do, written from the documentation alone. */
function isAuthentic({ method, target, headers, body }: Received, certificate: string): boolean {
  const digest = createHash('md5').update(body).digest('hex').toUpperCase();
  const mnsHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const text = `${method}\n${headers['content-md5']}\n${headers['content-type']}\n${headers['date']}\n${mnsHeaders.join('')}${target}`;
  const signature = Buffer.from(headers['authorization'] ?? '', 'base64');
  const { publicKey } = new X509Certificate(certificate);
  // Node reads each byte of a header as one character.
  const bytes = Buffer.from(text, 'latin1');
  return headers['content-md5'] === digest && verify('RSA-SHA1', bytes, publicKey, signature);
}

/** Waits, in real time but without a sleep, for the emulator to have taken note of an attempt. */
async function settledPush(attempts: number, state?: string) {
  for (;;) {
    const [push] = emulator.pushes();
    const isOver = push?.state !== 'waiting' || push.nextAtMs !== undefined;
    if (push?.attempts === attempts && isOver && push.outcome !== '' && (state ?? push.state) === push.state)
      return push;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1'],
])('an emulator on %s names its certificate at an address that can be called', async (host, reachable) => {
  const other = await startEmulator({ host });
  other.apply({ topics: [{ name: 't', subscriptions: [{ name: 's', to: receiver.url }] }] });
  await mnsSdk({ url: `http://127.0.0.1:${other.port}` }).publishMessage('t', { MessageBody: 'x' });
  const { headers } = await receiver.request(1);
  const certificateUrl = Buffer.from(String(headers['x-mns-signing-cert-url']), 'base64').toString();
  expect(certificateUrl).toMatch(`http://${reachable}:${other.port}/`);
  expect(await (await fetch(certificateUrl)).text()).toBe(await other.pushCertificate());
  await other.close();
});

describe('a push', () => {
  test('without an envelope tells of the message in its headers, and is signed', async () => {
    await subscribe(`${receiver.url}/hook?token=1`, format('SIMPLIFIED'));
    const { body } = await mns.publishMessage('t', { MessageBody: 'hello', MessageTag: 'red' });
    const push = await receiver.request(1);
    expect(push).toMatchObject({
      method: 'POST',
      target: '/hook?token=1',
      body: 'hello',
      headers: {
        'content-type': 'text/plain;charset=utf-8',
        'user-agent': 'Aliyun Notification Service Agent',
        'x-mns-version': '2015-06-06',
        'x-mns-message-id': body.MessageId,
        'x-mns-message-tag': 'red',
        'x-mns-topic-name': 't',
        'x-mns-topic-owner': EMULATOR_ACCOUNT,
        'x-mns-subscription-name': 's',
        'x-mns-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
      },
    });
    const certificateUrl = Buffer.from(String(push.headers['x-mns-signing-cert-url']), 'base64').toString();
    const served = await send(emulator.url, { method: 'GET', path: new URL(certificateUrl).pathname });
    expect(served.body).toBe(await emulator.pushCertificate());
    expect(isAuthentic(push, served.body)).toBe(true);
    expect(isAuthentic({ ...push, target: '/other' }, served.body)).toBe(false);
    expect(await settledPush(1)).toMatchObject({ state: 'delivered', outcome: '204' });
  });

  test.each([
    ['重要', '重要'],
    ['a&#10;b', 'a b'],
    [' &#9;&#x7f;', ''],
  ])('says a tag %j as a header can', async (tag, told) => {
    await subscribe(receiver.url, format('SIMPLIFIED'));
    const body = `<Message><MessageBody>hello</MessageBody><MessageTag>${tag}</MessageTag></Message>`;
    await sendMns(emulator.url, { method: 'POST', path: '/topics/t/messages', body });
    const push = await receiver.request(1);
    expect(Buffer.from(String(push.headers['x-mns-message-tag']), 'latin1').toString()).toBe(told);
    expect(isAuthentic(push, await emulator.pushCertificate())).toBe(true);
    expect(await settledPush(1)).toMatchObject({ state: 'delivered' });
  });

  test.each([
    ['JSON', 'application/json;charset=utf-8', /^\{"TopicOwner":"\d+","Message":"hello"/],
    ['XML', 'text/xml;charset=utf-8', /<Message>hello<\/Message>/],
  ])('in %s carries an envelope', async (name, contentType, body) => {
    await subscribe(receiver.url, format(name));
    await mns.publishMessage('t', { MessageBody: 'hello' });
    const push = await receiver.request(1);
    expect(push).toMatchObject({ target: '/notifications', headers: { 'content-type': contentType } });
    expect(push.body).toMatch(body);
    expect(isAuthentic(push, await emulator.pushCertificate())).toBe(true);
  });

  test('meets the faults of deliveries', async () => {
    emulator.setFaults('dup=1');
    await subscribe(receiver.url, format('SIMPLIFIED'));
    await mns.publishMessage('t', { MessageBody: 'hello' });
    const ids = [await receiver.request(1), await receiver.request(2)].map(
      ({ headers }) => headers['x-mns-message-id'],
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test('is tried three times more, and then dead', async () => {
    receiver.status = 500;
    await subscribe(receiver.url);
    await mns.publishMessage('t', { MessageBody: 'hello' });
    const ids = new Set<unknown>();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      ids.add((await receiver.request(attempt)).headers['x-mns-request-id']);
      const { nextAtMs } = await settledPush(attempt);
      if (nextAtMs !== undefined) expect(nextAtMs - clock.now()).toBeGreaterThanOrEqual(10_000);
      clock.advance(20_000);
    }
    expect(ids.size).toBe(4);
    expect(await settledPush(4, 'dead')).toMatchObject({ outcome: '500' });
    clock.advance(1_000_000);
    expect(receiver.received).toHaveLength(4);
  });

  test('is tried again until the endpoint takes it', async () => {
    receiver.status = 302;
    await subscribe(receiver.url, '<NotifyStrategy>EXPONENTIAL_DECAY_RETRY</NotifyStrategy>');
    await mns.publishMessage('t', { MessageBody: 'hello' });
    for (const [at, seconds] of [1, 2, 4].entries()) {
      expect(await settledPush(at + 1)).toMatchObject({
        outcome: '302',
        nextAtMs: clock.now() + seconds * 1000,
      });
      if (seconds === 4) receiver.status = 200;
      clock.advance(seconds * 1000);
    }
    expect(await settledPush(4, 'delivered')).toMatchObject({ outcome: '200' });
  });

  test('ends with its subscription', async () => {
    receiver.status = 500;
    await subscribe(receiver.url);
    await mns.publishMessage('t', { MessageBody: 'hello' });
    await settledPush(1);
    await mns.delete('/topics/t/subscriptions/s', 'Subscription', '');
    clock.advance(20_000);
    expect(await settledPush(1, 'dead')).toMatchObject({ outcome: 'not wanted any more' });
  });

  test('does not leave this machine', async () => {
    await subscribe('http://192.0.2.1/hook');
    await mns.publishMessage('t', { MessageBody: 'hello' });
    expect(await settledPush(1)).toMatchObject({ state: 'waiting', outcome: 'not on this machine' });
  });
});
