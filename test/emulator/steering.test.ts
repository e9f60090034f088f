import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, type MnsSdk, mnsSdk, receiveEvents, ruleQuery } from '../contract/sdk.ts';
import { send } from './support/http.ts';
import { ManualClock } from './support/manual-clock.ts';
import { sendMns } from './support/mns-wire.ts';

let clock: ManualClock;
let emulator: Emulator;
let mns: MnsSdk;

beforeEach(async () => {
  clock = new ManualClock();
  emulator = await startEmulator({ clock, activationDelayMs: 600_000 });
  mns = mnsSdk(emulator);
});
afterEach(() => emulator.close());

async function prepared() {
  await mns.createTopic('movies');
  await mns.createQueue('inbox');
  const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'inbox' });
  const EventTypes = JSON.stringify(['ObjectReplication:*', 'ObjectCreated:*']);
  await callRules(emulator, 'CreateEventRule', ruleQuery('replicas', { EventTypes, Endpoint }));
  clock.advance(600_000);
}

/** The SDKs sign by real time; the emulator's clock must not run away from it further than a skew. */
const control = (method: string, path: string, body?: unknown, headers = {}) =>
  send(emulator.url, {
    method,
    path: `/_emulator${path}`,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const json = async (path: string) => JSON.parse((await control('GET', path)).body);

describe('the emulator in the hands of a test', () => {
  test('shows what it holds', async () => {
    await prepared();
    await mns.sendMessage('inbox', { MessageBody: 'seen', Priority: 2 });
    expect(emulator.queues()).toMatchObject([
      { name: 'inbox', active: 1, sent: 1, deleted: 0, visibilitySeconds: 30 },
    ]);
    expect(emulator.messages('inbox')).toMatchObject([{ body: 'seen', state: 'active', priority: 2 }]);
    expect(emulator.messages('none')).toEqual([]);
    expect(emulator.topics().map(({ name }) => name)).toContain('movies');
    expect(emulator.subscriptions()).toMatchObject([{ format: 'SIMPLIFIED', strategy: 'BACKOFF_RETRY' }]);
    expect(emulator.subscriptions('movies')).toEqual([]);
    expect(emulator.rules()).toMatchObject([{ name: 'replicas', mode: 'DIRECT' }]);
    expect(emulator.buckets()).toMatchObject([{ name: 'demo-bucket', objects: 0 }]);
  });

  test('a rule raises events only from its activation on', async () => {
    await mns.createQueue('inbox');
    const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'inbox' });
    await callRules(emulator, 'CreateEventRule', ruleQuery('late', { Endpoint }));
    const oss = aliOss(emulator);
    expect((await oss.put('early', Buffer.from('x'))).res.headers['x-oss-event-status']).toBeUndefined();
    clock.advance(600_000);
    expect((await oss.put('late', Buffer.from('x'))).res.headers['x-oss-event-status']).toBeDefined();
    expect(await receiveEvents(mns, 'inbox')).toMatchObject([{ oss: { object: { key: 'late' } } }]);
  });

  test('raises events that no client call raises', async () => {
    await prepared();
    expect(
      emulator.raise({ type: 'ObjectReplication:ObjectCreated', bucket: 'demo-bucket', key: 'r', size: 7 }),
    ).toBe(true);
    expect(
      emulator.raise({ type: 'ObjectReplication:ObjectCreated', bucket: 'other-bucket', key: 'r' }),
    ).toBe(false);
    expect(await receiveEvents(mns, 'inbox')).toMatchObject([
      { eventName: 'ObjectReplication:ObjectCreated', oss: { object: { key: 'r', size: 7 } } },
    ]);
  });

  test('waits for an event to come, and finds one of before', async () => {
    const coming = emulator.waitFor({ event: 'ObjectCreated:*', key: 'a/*.txt' });
    await aliOss(emulator).put('a/1.txt', Buffer.from('x'));
    expect(await coming).toMatchObject({ type: 'ObjectCreated:PutObject', key: 'a/1.txt', rules: [] });
    expect(await emulator.waitFor({ key: '*1*', bucket: 'demo-bucket' })).toMatchObject({ key: 'a/1.txt' });
    const never = expect(emulator.waitFor({ key: 'b' }, 5000)).rejects.toThrow(/no event/);
    clock.advance(5000);
    await never;
  });

  test('is empty again after a reset', async () => {
    await prepared();
    await aliOss(emulator).put('a', Buffer.from('x'));
    emulator.reset();
    expect(emulator.state()).toEqual({
      queues: [],
      topics: [],
      subscriptions: [],
      rules: [],
      ks3Rules: [],
      buckets: [],
      pushes: [],
    });
    expect(emulator.events()).toEqual([]);
  });
});

describe('a reset', () => {
  test('forgets requests and faults, but goes back to those of the start', async () => {
    const faulty = await startEmulator({ faults: '503.ListQueue=1' });
    const listed = async () => (await sendMns(faulty.url, { method: 'GET', path: '/queues' })).status;
    expect(await listed()).toBe(503);
    faulty.setFaults('403.ListQueue=1');
    expect(await listed()).toBe(403);
    expect(faulty.requests()).toHaveLength(2);
    faulty.reset();
    expect(faulty.requests()).toEqual([]);
    expect(await listed()).toBe(503);
    await faulty.close();
  });
});

test('events are those of the call, whatever happens later', async () => {
  const before = emulator.events();
  await aliOss(emulator).put('a', Buffer.from('x'));
  expect(before).toEqual([]);
  expect(emulator.events()).toHaveLength(1);
});

describe('the API at /_emulator', () => {
  test('tells the same as JSON', async () => {
    await prepared();
    await mns.sendMessage('inbox', { MessageBody: 'seen' });
    expect(await json('')).toEqual(emulator.state());
    expect(await json('/queues')).toEqual(emulator.queues());
    expect(await json('/queues/inbox/messages')).toEqual(emulator.messages('inbox'));
    expect(await json('/topics')).toEqual(emulator.topics());
    expect(await json('/subscriptions')).toEqual(emulator.subscriptions());
    expect(await json('/rules')).toEqual(emulator.rules());
    expect(await json('/buckets')).toEqual(emulator.buckets());
    expect((await control('GET', '/queues/none/messages')).status).toBe(404);
    expect((await control('GET', '/nothing')).status).toBe(404);
    expect((await control('DELETE', '/queues')).status).toBe(405);
    expect(await json('/health')).toEqual({ status: 'ok' });
  });

  test('shows a page to a browser, with every text escaped', async () => {
    emulator.raise({ type: 'ObjectCreated:Mirror', bucket: 'demo-bucket', key: '<script>alert(1)</script>' });
    const page = await control('GET', '', undefined, { accept: 'text/html,*/*' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('&lt;script&gt;');
    expect(page.body).not.toContain('<script');
  });

  test('raises, waits and resets', async () => {
    await prepared();
    const wait = control('GET', '/wait?event=ObjectReplication:*&key=r');
    const raised = await control('POST', '/events', {
      type: 'ObjectReplication:ObjectCreated',
      bucket: 'demo-bucket',
      key: 'r',
    });
    expect(raised).toMatchObject({ status: 201, body: expect.stringContaining('"matched": true') });
    expect(JSON.parse((await wait).body)).toMatchObject({ key: 'r', rules: ['replicas'] });
    expect((await control('GET', '/wait?key=none&seconds=0')).status).toBe(408);
    for (const bad of [
      {},
      { type: 'x', bucket: 'b' },
      { type: 'x', bucket: 'b', key: 'k', size: 'big' },
      'text',
    ])
      expect((await control('POST', '/events', bad)).status).toBe(400);
    expect((await control('POST', '/reset')).status).toBe(204);
    expect(emulator.queues()).toEqual([]);
  });

  test('obeys no page of another site', async () => {
    const reply = await control('POST', '/reset', undefined, { origin: 'http://evil.example' });
    expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('ForeignOrigin') });
  });
});
