import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EMULATOR_ACCESS_KEY,
  EMULATOR_ACCOUNT,
  type Emulator,
  startEmulator,
} from '../../src/emulator/index.ts';

const require = createRequire(import.meta.url);
const { Account, MNSTopic, MQ, MQBatch, Msg, Region, City, Subscription, Topic } = require('ali-mns');

let emulator: Emulator;
const before = { proxy: process.env['HTTP_PROXY'], none: process.env['NO_PROXY'] };

/** The SDK knows the service's own host names only; to it the emulator is the proxy on the way there. */
beforeAll(async () => {
  emulator = await startEmulator();
  process.env['HTTP_PROXY'] = emulator.url;
  process.env['NO_PROXY'] = '';
});
afterAll(async () => {
  restore('HTTP_PROXY', before.proxy);
  restore('NO_PROXY', before.none);
  await emulator.close();
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

function account(secret: string = EMULATOR_ACCESS_KEY.secret) {
  const made = new Account(EMULATOR_ACCOUNT, EMULATOR_ACCESS_KEY.id, secret);
  // Its usage reports are none of a test's business.
  made.setGA(false);
  made.setHttps(false);
  return made;
}

const region = new Region(City.Hangzhou);
const topics = () => new MNSTopic(account(), region);
const queue = (name: string) => new MQ(name, account(), region);
const batch = (name: string) => new MQBatch(name, account(), region);
const BASE = `http://${EMULATOR_ACCOUNT}.mns.cn-hangzhou.aliyuncs.com`;

describe('ali-mns', () => {
  test('keeps queues', async () => {
    await topics().createP('made', { VisibilityTimeout: 7 });
    expect((await queue('made').getAttrsP()).Queue).toMatchObject({
      QueueName: 'made',
      VisibilityTimeout: '7',
    });
    await queue('made').setAttrsP({ VisibilityTimeout: 8 });
    expect((await queue('made').getAttrsP()).Queue).toMatchObject({ VisibilityTimeout: '8' });
    expect((await topics().listP('mad', 10)).Queues.Queue).toMatchObject({ QueueURL: `${BASE}/queues/made` });
    await topics().deleteP('made');
    await expect(queue('made').getAttrsP()).rejects.toMatchObject({ Error: { Code: 'QueueNotExist' } });
  });

  test('sends, peeks, receives, reserves and deletes', async () => {
    await topics().createP('one');
    const sent = await queue('one').sendP('hello, 世界', 3);
    expect((await queue('one').peekP()).Message).toMatchObject({ MessageBody: 'hello, 世界', Priority: '3' });
    const { Message } = await queue('one').recvP(1);
    expect(Message).toMatchObject({ MessageId: sent.Message.MessageId, MessageBody: 'hello, 世界' });
    const reserved = await queue('one').reserveP(Message.ReceiptHandle, 60);
    await expect(queue('one').deleteP(Message.ReceiptHandle)).rejects.toMatchObject({
      Error: { Code: 'ReceiptHandleError' },
    });
    expect(await queue('one').deleteP(reserved.ChangeVisibility.ReceiptHandle)).toBe(204);
    await expect(queue('one').recvP(0)).rejects.toMatchObject({ Error: { Code: 'MessageNotExist' } });
  });

  test('works in batches', async () => {
    await topics().createP('batch');
    await batch('batch').sendP([new Msg('a'), new Msg('b')]);
    expect((await batch('batch').peekP(2)).Messages.Message).toHaveLength(2);
    const { Messages } = await batch('batch').recvP(0, 16);
    const receipts = Messages.Message.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle);
    expect(receipts).toHaveLength(2);
    await batch('batch').deleteP(receipts);
    expect(emulator.messages('batch')).toEqual([]);
  });

  test('publishes to topics', async () => {
    await topics().createTopicP('news');
    await topics().createP('inbox');
    const news = new Topic('news', account(), region);
    await news.setAttrsP({ LoggingEnabled: true });
    expect((await news.getAttrsP()).Topic).toMatchObject({ TopicName: 'news', LoggingEnabled: 'True' });
    const endpoint = `acs:mns:cn-hangzhou:${EMULATOR_ACCOUNT}:queues/inbox`;
    await news.subscribeP('mine', endpoint, 'BACKOFF_RETRY', 'SIMPLIFIED', 'red');
    const mine = new Subscription('mine', news);
    await mine.setAttrsP({ NotifyStrategy: 'EXPONENTIAL_DECAY_RETRY' });
    expect((await mine.getAttrsP()).Subscription).toMatchObject({
      Endpoint: endpoint,
      FilterTag: 'red',
      NotifyStrategy: 'EXPONENTIAL_DECAY_RETRY',
    });
    await news.publishP('hello', true, 'red');
    await news.publishP('not for them', true, 'blue');
    expect((await queue('inbox').recvP(1)).Message.MessageBody).toBe('hello');
    expect((await topics().listTopicP('new')).Topics.Topic).toMatchObject({
      TopicURL: `${BASE}/topics/news`,
    });
    expect((await news.listP()).Subscriptions.Subscription).toMatchObject({
      SubscriptionURL: `${BASE}/topics/news/subscriptions/mine`,
    });
    await news.unsubscribeP('mine');
    await topics().deleteTopicP('news');
    expect(emulator.topics()).toEqual([]);
  });

  test('is refused with a wrong secret', async () => {
    await expect(new MNSTopic(account('wrong'), region).createP('q')).rejects.toMatchObject({
      Error: { Code: 'SignatureDoesNotMatch' },
    });
  });
});
