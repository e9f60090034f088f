import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMULATOR_ACCOUNT, EMULATOR_REGION, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type MnsSdk, mnsSdk } from './sdk.ts';

let emulator: Emulator;
let mns: MnsSdk;

beforeAll(async () => {
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
});
afterAll(() => emulator.close());

const endpointOf = (queue: string) => `acs:mns:${EMULATOR_REGION}:${EMULATOR_ACCOUNT}:queues/${queue}`;

/** The SDK's own `subscribe` is an empty stub; its low-level calls are not. */
function subscribe(topic: string, name: string, members: Readonly<Record<string, string>>) {
  const children = Object.entries(members).map(([tag, text]) => `<${tag}>${text}</${tag}>`);
  const body = `<Subscription xmlns="http://mns.aliyuncs.com/doc/v1/">${children.join('')}</Subscription>`;
  return mns.put(`/topics/${topic}/subscriptions/${name}`, 'Subscription', Buffer.from(body), ['location']);
}

describe('@alicloud/mns on topics', () => {
  test('creates, changes, lists', async () => {
    expect(await mns.createTopic('made')).toMatchObject({
      code: 201,
      headers: { location: `${emulator.url}/topics/made` },
    });
    expect((await mns.createTopic('made')).code).toBe(204);
    await expect(mns.createTopic('made', { MaximumMessageSize: 2048 })).rejects.toMatchObject({
      name: 'MNSTopicAlreadyExistError',
    });
    expect((await mns.setTopicAttributes('made', { LoggingEnabled: true })).code).toBe(204);
    expect((await mns.getTopicAttributes('made')).body).toMatchObject({
      TopicName: 'made',
      MessageCount: '0',
      MaximumMessageSize: '65536',
      MessageRetentionPeriod: '86400',
      LoggingEnabled: 'True',
    });
    expect((await mns.listTopic('', 10, 'mad')).body).toEqual([
      { TopicURL: `${emulator.url}/topics/made`, TopicName: 'made' },
    ]);
    expect((await mns.delete('/topics/made', 'Topic', '')).code).toBe(204);
    await expect(mns.getTopicAttributes('made')).rejects.toMatchObject({ name: 'MNSTopicNotExistError' });
  });

  test('fans out in all three formats, by tag', async () => {
    await mns.createTopic('fan');
    const formats = ['SIMPLIFIED', 'JSON', 'XML'] as const;
    for (const format of formats) {
      await mns.createQueue(`fan-${format}`);
      const members = {
        Endpoint: endpointOf(`fan-${format}`),
        NotifyContentFormat: format,
        FilterTag: 'red',
      };
      expect(await subscribe('fan', format, members)).toMatchObject({
        code: 201,
        headers: { location: `${emulator.url.replace('http://', '')}/topics/fan/subscriptions/${format}` },
      });
      expect((await subscribe('fan', format, members)).code).toBe(204);
    }
    const published = await mns.publishMessage('fan', { MessageBody: 'hello', MessageTag: 'red' });
    await mns.publishMessage('fan', { MessageBody: 'not for them', MessageTag: 'blue' });
    expect(published).toMatchObject({
      code: 201,
      body: { MessageBodyMD5: '5D41402ABC4B2A76B9719D911017C592' },
    });

    const [simplified, json, xml] = await Promise.all(
      formats.map(async (format) => (await mns.batchReceiveMessage(`fan-${format}`, 16)).body),
    );
    expect(simplified).toMatchObject([{ MessageBody: 'hello', Priority: '8' }]);
    expect(simplified[0].MessageId).not.toBe(published.body.MessageId);
    expect(JSON.parse(json[0].MessageBody)).toEqual({
      TopicOwner: EMULATOR_ACCOUNT,
      Message: 'hello',
      Subscriber: EMULATOR_ACCOUNT,
      PublishTime: expect.stringMatching(/^\d{13}$/),
      SubscriptionName: 'JSON',
      MessageMD5: '5D41402ABC4B2A76B9719D911017C592',
      TopicName: 'fan',
      MessageId: published.body.MessageId,
      MessageTag: 'red',
    });
    expect(xml[0].MessageBody).toContain('<Message>hello</Message>');
    expect(xml[0].MessageBody).toContain('<MessageTag>red</MessageTag>');
  });

  test('tells of subscriptions', async () => {
    await mns.createTopic('told');
    await mns.createQueue('told-queue');
    await subscribe('told', 'one', { Endpoint: endpointOf('told-queue') });
    const { body } = await mns.get('/topics/told/subscriptions/one', 'Subscription');
    expect(body).toMatchObject({
      SubscriptionName: 'one',
      TopicName: 'told',
      TopicOwner: EMULATOR_ACCOUNT,
      Endpoint: endpointOf('told-queue'),
      NotifyStrategy: 'BACKOFF_RETRY',
      NotifyContentFormat: 'XML',
    });
    expect(body.FilterTag).toBeUndefined();
    const list = await mns.get('/topics/told/subscriptions', 'Subscriptions');
    expect(JSON.stringify(list.body)).toContain(`${emulator.url}/topics/told/subscriptions/one`);
    await expect(subscribe('told', 'one', { Endpoint: endpointOf('other') })).rejects.toMatchObject({
      name: 'MNSSubscriptionAlreadyExistError',
    });
    expect((await mns.delete('/topics/told/subscriptions/one', 'Subscription', '')).code).toBe(204);
    await expect(mns.get('/topics/told/subscriptions/one', 'Subscription')).rejects.toMatchObject({
      name: 'MNSSubscriptionNotExistError',
    });
  });

  test('refuses a bad endpoint and a missing topic', async () => {
    await mns.createTopic('strict');
    await expect(subscribe('strict', 'bad', { Endpoint: 'ftp://example.com' })).rejects.toMatchObject({
      name: 'MNSEndpointInvalidError',
    });
    await expect(subscribe('missing', 'any', { Endpoint: endpointOf('q') })).rejects.toMatchObject({
      name: 'MNSTopicNotExistError',
    });
    await expect(mns.publishMessage('missing', { MessageBody: 'x' })).rejects.toMatchObject({
      name: 'MNSTopicNotExistError',
    });
  });
});
