import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { ManualClock } from '../emulator/support/manual-clock.ts';
import { type MnsSdk, mnsSdk } from './sdk.ts';

let emulator: Emulator;
let mns: MnsSdk;

beforeAll(async () => {
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
});
afterAll(() => emulator.close());

describe('@alicloud/mns on queues', () => {
  test('creates, repeats and refuses', async () => {
    expect(await mns.createQueue('made')).toMatchObject({
      code: 201,
      headers: { location: `${emulator.url}/queues/made` },
    });
    expect(await mns.createQueue('made', { LoggingEnabled: false })).toMatchObject({
      code: 204,
      headers: { location: `${emulator.url}/queues/made` },
    });
    await expect(mns.createQueue('made', { DelaySeconds: 3 })).rejects.toThrow(/failed with 409/);
    await expect(mns.createQueue('bad_name')).rejects.toMatchObject({ name: 'MNSInvalidQueueNameError' });
    await expect(mns.createQueue('made2', { VisibilityTimeout: 0 })).rejects.toThrow(
      /The value of VisibilityTimeout should between 1 and 43200 seconds\./,
    );
  });

  test('sets and gets attributes', async () => {
    await mns.createQueue('attributes');
    expect((await mns.setQueueAttributes('attributes', { VisibilityTimeout: 7 })).code).toBe(204);
    const { body } = await mns.getQueueAttributes('attributes');
    expect(body).toMatchObject({
      QueueName: 'attributes',
      DelaySeconds: '0',
      MaximumMessageSize: '65536',
      MessageRetentionPeriod: '345600',
      VisibilityTimeout: '7',
      PollingWaitSeconds: '0',
      ActiveMessages: '0',
      LoggingEnabled: 'False',
    });
    expect(body.CreateTime).toMatch(/^\d{10}$/);
    await expect(mns.getQueueAttributes('none')).rejects.toMatchObject({ name: 'MNSQueueNotExistError' });
  });

  test('lists page by page', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await mns.createQueue(name);
    expect((await mns.listQueue('', 1000, 'page-')).body).toHaveLength(3);
    const headers = { 'x-mns-prefix': 'page-', 'x-mns-ret-number': '2' };
    const first = await mns.get('/queues', 'Queues', { headers: { ...headers } });
    expect(first.body.Queue).toHaveLength(2);
    const marker = first.body.NextMarker;
    const second = await mns.get('/queues', 'Queues', { headers: { ...headers, 'x-mns-marker': marker } });
    expect(second.body.NextMarker).toBeUndefined();
    expect(JSON.stringify(second.body)).toContain('page-c');
  });

  test('deletes, also what is not there', async () => {
    await mns.createQueue('doomed');
    expect((await mns.deleteQueue('doomed')).code).toBe(204);
    expect((await mns.deleteQueue('doomed')).code).toBe(204);
  });

  test('sends, peeks, receives and deletes one message', async () => {
    await mns.createQueue('one');
    const sent = await mns.sendMessage('one', { MessageBody: 'hello' });
    expect(sent).toMatchObject({ code: 201, body: { MessageBodyMD5: '5D41402ABC4B2A76B9719D911017C592' } });
    const peeked = await mns.peekMessage('one');
    expect(peeked.body).toMatchObject({ MessageBody: 'hello', DequeueCount: '0' });
    expect(peeked.body.FirstDequeueTime).toBe(peeked.body.EnqueueTime);
    const { body } = await mns.receiveMessage('one');
    expect(body).toMatchObject({
      MessageId: sent.body.MessageId,
      MessageBody: 'hello',
      DequeueCount: '1',
      Priority: '8',
    });
    expect(Number(body.NextVisibleTime) - Number(body.FirstDequeueTime)).toBe(30_000);
    await expect(mns.peekMessage('one')).rejects.toMatchObject({ name: 'MNSMessageNotExistError' });
    expect((await mns.deleteMessage('one', body.ReceiptHandle)).code).toBe(204);
    await expect(mns.deleteMessage('one', body.ReceiptHandle)).rejects.toMatchObject({
      name: 'MNSMessageNotExistError',
    });
  });

  test('changes the visibility and with it the handle', async () => {
    await mns.createQueue('visible');
    await mns.sendMessage('visible', { MessageBody: 'x' });
    const { body } = await mns.receiveMessage('visible');
    const changed = await mns.changeMessageVisibility('visible', body.ReceiptHandle, 60);
    expect(changed.code).toBe(200);
    expect(changed.body.ReceiptHandle).not.toBe(body.ReceiptHandle);
    await expect(mns.deleteMessage('visible', body.ReceiptHandle)).rejects.toMatchObject({
      name: 'MNSReceiptHandleErrorError',
    });
    expect((await mns.deleteMessage('visible', changed.body.ReceiptHandle)).code).toBe(204);
  });

  test('works in batches, partial failure included', async () => {
    await mns.createQueue('batch');
    const bodies = ['a', 'b', 'c'];
    const sent = await mns.batchSendMessage(
      'batch',
      bodies.map((MessageBody) => ({ MessageBody })),
    );
    expect(sent).toMatchObject({ code: 201 });
    expect(sent.body).toHaveLength(3);
    expect((await mns.batchPeekMessage('batch', 2)).body).toHaveLength(2);
    const received = (await mns.batchReceiveMessage('batch', 16)).body;
    expect(received.map((message: { MessageBody: string }) => message.MessageBody)).toEqual(bodies);
    const receipts = received.map((message: { ReceiptHandle: string }) => message.ReceiptHandle);
    const partly = await mns.batchDeleteMessage('batch', ['nonsense', receipts[0]]);
    expect(partly).toMatchObject({
      code: 404,
      body: [{ ErrorCode: 'ReceiptHandleError', ReceiptHandle: 'nonsense' }],
    });
    expect((await mns.batchDeleteMessage('batch', receipts.slice(1))).code).toBe(204);
    await mns.batchSendMessage('batch', [{ MessageBody: 'alone' }]);
    expect((await mns.batchReceiveMessage('batch', 1)).body).toHaveLength(1);
  });

  test('ends a long poll the moment a message arrives, not by its time', async () => {
    const timeless = await startEmulator({ clock: new ManualClock() });
    const mns = mnsSdk(timeless);
    await mns.createQueue('poll');
    const poll = mns.receiveMessage('poll', 20);
    setImmediate(() => void mns.sendMessage('poll', { MessageBody: 'now' }));
    expect((await poll).body.MessageBody).toBe('now');
    await timeless.close();
  });

  test('is refused with a wrong key or secret', async () => {
    const { id } = { id: 'emulator' };
    await expect(mnsSdk(emulator, { id, secret: 'wrong' }).listQueue('', 10, 'x')).rejects.toMatchObject({
      name: 'MNSSignatureDoesNotMatchError',
      message: expect.stringContaining('failed with 403'),
    });
    await expect(mnsSdk(emulator, { id: 'nobody', secret: 'x' }).deleteQueue('q')).rejects.toMatchObject({
      name: 'MNSInvalidAccessKeyIdError',
      message: expect.stringContaining('failed with 403'),
    });
  });
});
