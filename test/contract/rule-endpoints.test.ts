/** Where rules deliver to: each of several endpoints gets the events, or the call is refused and leaves nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk, receiveEvents, ruleQuery } from './sdk.ts';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
  emulator.apply({
    queues: ['q', 'from-topic', { name: 'small', maximumMessageBytes: 1024 }],
    topics: [
      { name: 't', subscriptions: [{ name: 's', to: 'queue:from-topic', format: 'SIMPLIFIED' }] },
      'other',
    ],
  });
});
afterEach(() => emulator.close());

type Endpoint = readonly [type: string, value: string];
const one = ([EndpointType, EndpointValue]: Endpoint) => ({ EndpointType, EndpointValue });
const create = (changes: Record<string, string>) =>
  callRules(emulator, 'CreateEventRule', ruleQuery('r', changes));
const toOne = (endpoint: Endpoint) => ({ Endpoint: JSON.stringify(one(endpoint)) });
const toSeveral = (...endpoints: Endpoint[]) => ({ Endpoints: JSON.stringify(endpoints.map(one)) });

test.each([
  ['first', toSeveral(['topic', 't'], ['queue', 'q'])],
  ['last', toSeveral(['queue', 'q'], ['topic', 't'])],
])('a topic that stands %s among the endpoints is the topic of the rule', async (_, endpoints) => {
  await create(endpoints);
  const { Data } = await callRules(emulator, 'GetEventRule', { ProductName: 'oss', RuleName: 'r' });
  expect(Data).toMatchObject({ TopicName: 't', DeliveryMode: 'BROADCAST' });
  await aliOss(emulator).put('a.txt', Buffer.from('a'));
  for (const queue of ['q', 'from-topic'])
    expect(await receiveEvents(mnsSdk(emulator), queue)).toHaveLength(1);
});

describe('a rule is refused', () => {
  test.each([
    ['with two topics', toSeveral(['topic', 't'], ['topic', 'other']), 'InvalidParameter'],
    ['with an endpoint that is no URL', toOne(['http', 'not a url']), 'EndpointInvalid'],
    ['with a URL that is a queue', toOne(['http', 'acs:mns:r:1:queues/q']), 'EndpointInvalid'],
    ['with a queue that is too small for a topic', toOne(['queue', 'small']), 'EndpointInvalid'],
    ['of which one endpoint is bad', toSeveral(['queue', 'q'], ['queue', 'small']), 'EndpointInvalid'],
    [
      'of which one is, on a topic that is there',
      toSeveral(['topic', 't'], ['queue', 'q'], ['queue', 'small']),
      'EndpointInvalid',
    ],
  ])('%s, and nothing is made', async (_, endpoints: Record<string, string>, code) => {
    const before = emulator.state();
    await expect(create(endpoints)).rejects.toMatchObject({ code, statusCode: 400 });
    expect(emulator.state()).toEqual(before);
  });

  test.each([
    ['a topic', toOne(['topic', 't'])],
    ['a URL', toOne(['http', 'http://127.0.0.1:1/'])],
    ['two queues', toSeveral(['queue', 'q'], ['queue', 'from-topic'])],
    ['nothing', {}],
  ])('for direct delivery to %s', async (_, endpoints) => {
    const direct = create({ ...endpoints, DeliveryMode: 'DIRECT' });
    await expect(direct).rejects.toMatchObject({ code: 'InvalidParameter', statusCode: 400 });
    expect(emulator.rules()).toEqual([]);
  });
});

test('direct delivery to one queue is made', async () => {
  await create({ ...toOne(['queue', 'q']), DeliveryMode: 'DIRECT' });
  await aliOss(emulator).put('a.txt', Buffer.from('a'));
  expect(await receiveEvents(mnsSdk(emulator), 'q')).toHaveLength(1);
});

test('page numbers and sizes out of range are brought into it', async () => {
  await create({});
  for (const [PageNum, PageSize] of [
    ['-1', '-1'],
    ['0', '0'],
    ['-999999999999999', '9'],
  ] as const) {
    const { Data } = await callRules(emulator, 'ListEventRules', { PageNum, PageSize });
    expect(Data).toMatchObject({ PageNum: 1, PageSize: 10, Size: 1 });
  }
  const { Data } = await callRules(emulator, 'ListEventRules', { PageNum: '999999999', PageSize: '51' });
  expect(Data).toMatchObject({ PageNum: 100_000, PageSize: 50, Size: 0 });
  const none = callRules(emulator, 'ListEventRules', { PageNum: 'one' });
  await expect(none).rejects.toMatchObject({ code: 'InvalidParameter', statusCode: 400 });
});
