import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, type MnsSdk, mnsSdk, receiveEvents, ruleQuery } from '../contract/sdk.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';

let emulator: Emulator;
let receiver: Receiver;
let mns: MnsSdk;

beforeEach(async () => {
  receiver = await startReceiver('{"ok":true}');
  receiver.status = 200;
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
  await mns.createQueue('events');
  const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'events' });
  await callRules(emulator, 'CreateEventRule', ruleQuery('all', { Endpoint }));
});
afterEach(() => Promise.all([emulator.close(), receiver.close()]));

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the service's own notation.
const callback = (changes = {}) => ({
  url: `${receiver.url}/done`,
  body: 'bucket=${bucket}&object=${object}&size=${size}&order=${x:order}',
  customValue: { order: 'a&b' },
  ...changes,
});

test('an upload calls back, answers with the reply, and its event carries the variables', async () => {
  const { data } = await aliOss(emulator).put('a b.txt', Buffer.from('hello'), { callback: callback() });
  expect(data).toEqual({ ok: true });
  expect(receiver.received).toMatchObject([
    {
      method: 'POST',
      target: '/done',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-oss-bucket': 'demo-bucket' },
      body: 'bucket=demo-bucket&object=a%20b.txt&size=5&order=a%26b',
    },
  ]);
  expect(await receiveEvents(mns, 'events')).toMatchObject([
    { eventName: 'ObjectCreated:PutObject', xVars: { 'x:order': 'a&b' } },
  ]);
});

test('a JSON body quotes texts and no numbers', async () => {
  const body = '{"object":${object},"size":${size},"order":${x:order},"none":${constructor}}';
  const contentType = 'application/json';
  await aliOss(emulator).put('k', Buffer.from('hello'), { callback: callback({ body, contentType }) });
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
    ...{ object: 'k', size: 5, order: 'a&b' },
    none: '',
  });
});

test('a callback that no request can be made of is one that fails', async () => {
  const oss = aliOss(emulator);
  for (const changes of [{ host: 'a b\nc' }, { contentType: 'text/plain\r\nx: y' }])
    await expect(oss.put('k', Buffer.from('hello'), { callback: callback(changes) })).rejects.toThrow();
  expect(emulator.requests().map(({ status }) => status)).toEqual([201, 200, 203, 203]);
  expect(await receiveEvents(mns, 'events')).toHaveLength(2);
});

test('a callback that fails is a 203; the object is stored and its event raised all the same', async () => {
  receiver.status = 500;
  const oss = aliOss(emulator);
  await expect(oss.put('k', Buffer.from('hello'), { callback: callback() })).rejects.toThrow();
  expect((await oss.get('k')).content.toString()).toBe('hello');
  expect(emulator.requests().map(({ operation, status }) => `${operation} ${status}`)).toContain(
    'PutObject 203',
  );
  expect(await receiveEvents(mns, 'events')).toHaveLength(1);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the service's own notation.
