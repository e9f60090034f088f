import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, type MnsSdk, mnsSdk, receiveEvents, ruleQuery } from './sdk.ts';

let emulator: Emulator;
let mns: MnsSdk;

beforeEach(async () => {
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
});
afterEach(() => emulator.close());

const toTopic = (topic: string) => ({
  Endpoint: JSON.stringify({ EndpointType: 'topic', EndpointValue: topic }),
});
const toQueue = (queue: string) => ({
  Endpoint: JSON.stringify({ EndpointType: 'queue', EndpointValue: queue }),
});

describe('@alicloud/openapi-client on event rules', () => {
  test('creates, gets, lists and deletes', async () => {
    await mns.createTopic('movies');
    expect(
      await callRules(emulator, 'CreateEventRule', ruleQuery('movies', toTopic('movies'))),
    ).toMatchObject({
      Code: 200,
      Success: true,
      Data: 'movies',
    });
    const rule = {
      RuleName: 'movies',
      EventTypes: ['ObjectCreated:*'],
      MatchRules: [[{ MatchState: true, Prefix: 'demo-bucket/' }]],
      TopicName: 'movies',
      Endpoint: { EndpointType: 'topic', EndpointValue: 'movies' },
      Subscriptions: [],
      DeliveryMode: 'BROADCAST',
    };
    const got = await callRules(emulator, 'GetEventRule', { ProductName: 'oss', RuleName: 'movies' });
    expect(got.Data).toEqual(rule);
    const list = await callRules(emulator, 'ListEventRules', { ProductName: 'oss', PageSize: '1' });
    expect(list.Data).toEqual({ PageData: [rule], PageNum: 1, PageSize: 10, Pages: 1, Size: 1, Total: 1 });
    const deleted = await callRules(emulator, 'DeleteEventRule', { ProductName: 'oss', RuleName: 'movies' });
    expect(deleted).toMatchObject({ Success: true });
    await expect(
      callRules(emulator, 'GetEventRule', { ProductName: 'oss', RuleName: 'movies' }),
    ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND', statusCode: 404 });
  });

  test('makes a topic for a rule without one, and subscribes its queue', async () => {
    await mns.createQueue('direct');
    await callRules(emulator, 'CreateEventRule', ruleQuery('straight', toQueue('direct')));
    const { Data } = await callRules(emulator, 'GetEventRule', { ProductName: 'oss', RuleName: 'straight' });
    expect(Data).toMatchObject({
      TopicName: expect.stringMatching(/^mns-en-topics-oss-straight-\d{16}$/),
      DeliveryMode: 'DIRECT',
      Subscriptions: [{ EndpointType: 'queue', EndpointValue: 'direct' }],
    });
    await aliOss(emulator).put('a.txt', Buffer.from('a'));
    expect(await receiveEvents(mns, 'direct')).toMatchObject([{ eventName: 'ObjectCreated:PutObject' }]);
  });

  test('refuses a missing receiver, a taken name, an overlap and the eleventh rule', async () => {
    const create = (name: string, changes = {}) =>
      callRules(emulator, 'CreateEventRule', ruleQuery(name, changes));
    await expect(create('lost', toTopic('none'))).rejects.toMatchObject({
      code: 'TopicNotExist',
      statusCode: 404,
    });
    await expect(create('lost', toQueue('none'))).rejects.toMatchObject({
      code: 'QueueNotExist',
      statusCode: 404,
    });
    await create('first');
    await expect(create('first')).rejects.toMatchObject({ code: 'EventRuleAlreadyExist', statusCode: 409 });
    await expect(create('second', { EventTypes: '["ObjectCreated:PutObject"]' })).rejects.toMatchObject({
      code: 'EventRuleOverlap',
      statusCode: 409,
    });
    for (let at = 1; at < 10; at += 1)
      await create(`rule-${at}`, { MatchRules: `[[{"MatchState":true,"Prefix":"bucket-${at}/"}]]` });
    await expect(
      create('eleventh', { MatchRules: '[[{"MatchState":true,"Prefix":"bucket-x/"}]]' }),
    ).rejects.toMatchObject({ code: 'QuotaExceeded', statusCode: 409 });
  });

  test.each([
    ['an unknown event', { EventTypes: '["ObjectEaten:*"]' }],
    ['events that are no list', { EventTypes: 'ObjectCreated:*' }],
    ['no entry', { MatchRules: '[]' }],
    ['a name beside a prefix', { MatchRules: '[[{"MatchState":true,"Name":"b/k","Prefix":"b/"}]]' }],
  ])('refuses %s', async (_, changes) => {
    await expect(callRules(emulator, 'CreateEventRule', ruleQuery('bad', changes))).rejects.toMatchObject({
      code: 'InvalidParameter',
      statusCode: 400,
    });
  });

  test('answers the repeat of a call with the same client token as the first', async () => {
    const query = ruleQuery('once', { ClientToken: 'b1e1' });
    await callRules(emulator, 'CreateEventRule', query);
    expect(await callRules(emulator, 'CreateEventRule', query)).toMatchObject({ Data: 'once' });
  });

  test('pages', async () => {
    for (let at = 0; at < 10; at += 1)
      await callRules(
        emulator,
        'CreateEventRule',
        ruleQuery(`rule-${at}`, { MatchRules: `[[{"MatchState":true,"Prefix":"bucket-${at}/"}]]` }),
      );
    const page = await callRules(emulator, 'ListEventRules', { PageNum: '2', PageSize: '10' });
    expect(page.Data).toMatchObject({ PageData: [], PageNum: 2, Pages: 1, Size: 0, Total: 10 });
    const filtered = await callRules(emulator, 'ListEventRules', { ResourceName: 'bucket-3' });
    expect(filtered.Data).toMatchObject({ Total: 1, PageData: [{ RuleName: 'rule-3' }] });
  });

  test('keeps queues, topics and subscriptions by the control plane too', async () => {
    const call = (action: string, query: Record<string, string>) => callRules(emulator, action, query);
    await call('CreateQueue', { QueueName: 'q', VisibilityTimeout: '7' });
    await call('CreateTopic', { TopicName: 't' });
    const Endpoint = 'acs:mns:cn-hangzhou:1000000000000001:/queues/q';
    const subscription = { TopicName: 't', SubscriptionName: 's' };
    await call('Subscribe', {
      ...subscription,
      PushType: 'queue',
      Endpoint,
      NotifyContentFormat: 'SIMPLIFIED',
    });
    await mns.publishMessage('t', { MessageBody: 'hello' });
    expect((await call('GetQueueAttributes', { QueueName: 'q' })).Data).toMatchObject({
      VisibilityTimeout: 7,
      ActiveMessages: 1,
    });
    expect((await call('GetTopicAttributes', { TopicName: 't' })).Data).toMatchObject({
      TopicUrl: 'http://1000000000000001.mns.cn-hangzhou.aliyuncs.com/topics/t',
    });
    expect((await call('GetSubscriptionAttributes', subscription)).Data).toMatchObject({ Endpoint });
    const list = await call('ListSubscriptionByTopic', { TopicName: 't' });
    expect(list.Data).toMatchObject({ Total: 1, PageData: [{ NotifyContentFormat: 'SIMPLIFIED' }] });
    await call('SetQueueAttributes', { QueueName: 'q', VisibilityTimeout: '9', EnableLogging: 'true' });
    const attributes = { QueueName: 'q', VisibilityTimeout: 9, LoggingEnabled: true };
    expect((await call('ListQueue', { QueueName: 'q' })).Data.PageData).toMatchObject([attributes]);
    await call('SetTopicAttributes', { TopicName: 't', MaxMessageSize: '2048' });
    expect((await call('ListTopic', {})).Data.PageData).toMatchObject([{ MaxMessageSize: 2048 }]);
    const NotifyStrategy = 'EXPONENTIAL_DECAY_RETRY';
    await call('SetSubscriptionAttributes', { ...subscription, NotifyStrategy });
    expect((await call('GetSubscriptionAttributes', subscription)).Data).toMatchObject({ NotifyStrategy });
    await call('Unsubscribe', subscription);
    await call('DeleteTopic', { TopicName: 't' });
    await call('DeleteQueue', { QueueName: 'q' });
    await expect(call('DeleteQueue', { QueueName: 'q' })).rejects.toMatchObject({ code: 'QueueNotExist' });
    await expect(call('Unsubscribe', subscription)).rejects.toMatchObject({ code: 'TopicNotExist' });
  });

  test.each([
    ['CreateQueue', { QueueName: 'q', DlqPolicy: '{"Enabled":true,"MaxReceiveCount":3}' }, 'DlqPolicy'],
    ['CreateQueue', { QueueName: 'q', QueueType: 'fifo' }, 'QueueType fifo'],
    ['CreateQueue', { QueueName: 'q', EnableSSE: 'true' }, 'EnableSSE'],
    ['CreateTopic', { TopicName: 't', TopicType: 'fifo' }, 'TopicType fifo'],
    [
      'Subscribe',
      { TopicName: 'u', SubscriptionName: 's', PushType: 'email', Endpoint: 'a@example.com' },
      'PushType email',
    ],
    [
      'Subscribe',
      { TopicName: 'u', SubscriptionName: 's', PushType: 'constructor', Endpoint: 'http://127.0.0.1/' },
      'PushType constructor',
    ],
    // What every object knows is no operation.
    ['constructor', {}, 'the operation constructor'],
  ])('%s refuses what it would have to act on: %o', async (action, query, what) => {
    await callRules(emulator, 'CreateTopic', { TopicName: 'u', TopicType: 'normal' });
    await expect(callRules(emulator, action, query)).rejects.toMatchObject({
      statusCode: 501,
      message: expect.stringContaining(what),
    });
    expect(emulator.queues()).toEqual([]);
    expect(emulator.topics()).toMatchObject([{ name: 'u' }]);
  });

  test('an endpoint is of the kind that is pushed to', async () => {
    await callRules(emulator, 'CreateTopic', { TopicName: 'u' });
    const wrong = { TopicName: 'u', SubscriptionName: 's', PushType: 'queue', Endpoint: 'http://127.0.0.1/' };
    await expect(callRules(emulator, 'Subscribe', wrong)).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  test('names what the emulator does not have, and refuses wrong keys', async () => {
    await expect(callRules(emulator, 'EnableProduct', {})).rejects.toMatchObject({
      code: 'NotImplemented',
      statusCode: 501,
      message: expect.stringContaining('EnableProduct'),
    });
    await expect(
      callRules(emulator, 'ListEventRules', {}, { id: 'emulator', secret: 'wrong' }),
    ).rejects.toMatchObject({ code: 'SignatureDoesNotMatch', statusCode: 403 });
    await expect(
      callRules(emulator, 'ListEventRules', {}, { id: 'nobody', secret: 'x' }),
    ).rejects.toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
      statusCode: 403,
    });
  });
});
