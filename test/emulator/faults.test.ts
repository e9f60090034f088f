import { afterEach, describe, expect, test } from 'vitest';
import { type Emulator, parseFaults, type RequestLogEntry, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk } from '../contract/sdk.ts';
import { send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { sendMns } from './support/mns-wire.ts';

let emulator: Emulator;
afterEach(() => emulator?.close());

describe('parseFaults', () => {
  test('reads every kind', () => {
    expect(
      parseFaults(
        'error=0.2, drop=0.05,dup=.5,reorder=1,latency=5ms-1s,skew=-20m,403.SendMessage=0.1,seed=7',
      ),
    ).toEqual({
      errors: [
        { operation: '*', statuses: [500, 503, 429], rate: 0.2 },
        { operation: 'sendmessage', statuses: [403], rate: 0.1 },
      ],
      dropRate: 0.05,
      duplicateRate: 0.5,
      reorderRate: 1,
      latencyMs: { low: 5, high: 1000 },
      skewMs: -1_200_000,
      seed: 7,
    });
  });

  test.each([
    ['error', 'a fault is NAME=VALUE'],
    ['error=0.5=3', 'a fault is NAME=VALUE'],
    ['error=2', 'a rate is a number from 0 to 1'],
    ['error=x', 'a rate is a number from 0 to 1'],
    ['drop=', 'a rate is a number from 0 to 1'],
    ['500.SendMessage=-1', 'a rate is a number from 0 to 1'],
    ['errors=0.1', /^there are error, 500, 503, 429, 403 /],
    ['constructor=0.1', /^there are error, /],
    ['404=0.1', /^there are error, /],
    ['drop.SendMessage=1', /^there are error, /],
    ['latency=5', /^a latency is a time/],
    ['latency=2s-1s', /^a latency is a time/],
    ['latency=1s-2s-3s', /^a latency is a time/],
    ['skew=now', /^a skew is a time/],
    ['seed=x', /^a seed is a whole number/],
    ['500.=1', 'the emulator has no operation ""'],
    ['error.SendMesage=0.5', 'the emulator has no operation "SendMesage"; did you mean SendMessage?'],
    ['503.BatchSendMessages=1', /did you mean BatchSendMessage\?$/],
    ['503.PutBucketLifecycle=1', /^the emulator has no operation "PutBucketLifecycle"/],
    ['503.SendMessage.more=1', /^the emulator has no operation "SendMessage.more"/],
  ])('%s is none, and it is told why', (text, reason) => {
    const told = String(parseFaults(`seed=1, ${text}`));
    expect(told.startsWith(`"${text}": `)).toBe(true);
    const rest = told.slice(text.length + 4);
    if (typeof reason === 'string') expect(rest).toBe(reason);
    else expect(rest).toMatch(reason);
  });

  test('a bad text fails the start', async () => {
    await expect(startEmulator({ faults: 'error=many' })).rejects.toThrow(RangeError);
  });
});

const statuses = async (count: number) => {
  const seen: number[] = [];
  for (let at = 0; at < count; at += 1)
    seen.push(
      await sendMns(emulator.url, { method: 'GET', path: '/queues' }).then(
        ({ status }) => status,
        () => 0,
      ),
    );
  return seen;
};

describe('faults', () => {
  test('are the same again for the same seed and the same requests', async () => {
    emulator = await startEmulator({ faults: 'error=0.3,drop=0.2,seed=7' });
    const first = await statuses(60);
    emulator.setFaults('error=0.3,drop=0.2,seed=7');
    expect(await statuses(60)).toEqual(first);
    for (const status of [0, 200, 429, 500, 503]) expect(first).toContain(status);
    emulator.setFaults('');
    expect(new Set(await statuses(10))).toEqual(new Set([200]));
  });

  test('of one operation leave the others alone, in the form of each service', async () => {
    emulator = await startEmulator({
      faults: '503.PutObject=1,429.CreateEventRule=1,403.DeleteQueue=1,500.ReceiveMessage=1',
    });
    const mns = mnsSdk(emulator);
    await mns.createQueue('q');
    await expect(mns.receiveMessage('q')).rejects.toMatchObject({ name: 'MNSInternalErrorError' });
    await expect(mns.deleteQueue('q')).rejects.toMatchObject({ name: 'MNSAccessDeniedError' });
    await expect(aliOss(emulator).put('a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    });
    await expect(callRules(emulator, 'CreateEventRule', {})).rejects.toMatchObject({
      code: 'Throttling',
      statusCode: 429,
    });
  });

  const message = '<Message><MessageBody>x</MessageBody></Message>';
  const BATCHES = [
    [
      'SendMessage',
      'POST',
      '',
      message,
      `<?xml version="1.0"?><!-- a > b --><m:Messages>${message}</m:Messages>`,
    ],
    ['ReceiveMessage', 'GET', '', '', '?numOfMessages=1'],
    ['PeekMessage', 'GET', '?peekonly=true', '', '&numOfMessages=1'],
    [
      'DeleteMessage',
      'DELETE',
      '?ReceiptHandle=x',
      '',
      '<ReceiptHandles><ReceiptHandle>x</ReceiptHandle></ReceiptHandles>',
    ],
  ] as const;

  test.each(BATCHES)(
    'of %s meet its batches too, those of its batches them alone',
    async (name, method, query, body, batch) => {
      emulator = await startEmulator();
      const isQuery = /^[?&]/.test(batch);
      const path = '/queues/q/messages';
      const single = { method, path: path + query, body };
      const several = isQuery ? { method, path: path + query + batch } : { method, path, body: batch };
      const faultsOf = async () => {
        for (const request of [single, several]) await sendMns(emulator.url, request);
        return emulator
          .requests()
          .slice(-2)
          .map(({ operation, fault }) => `${operation} ${fault}`);
      };
      expect(await faultsOf()).toEqual([`${name} undefined`, `Batch${name} undefined`]);
      emulator.setFaults(`503.${name}=1`);
      expect(await faultsOf()).toEqual([`${name} 503`, `Batch${name} 503`]);
      emulator.setFaults(`503.batch${name}=1`);
      expect(await faultsOf()).toEqual([`${name} undefined`, `Batch${name} 503`]);
    },
  );

  test('of KS3 rules have the names of KS3', async () => {
    emulator = await startEmulator({ faults: '503.GetBucketNotification=1' });
    for (const method of ['PUT', 'GET', 'DELETE'])
      await sendKs3(emulator.url, 'ks3-bucket', { method, path: '/?notification', body: '{}' });
    const told = emulator.requests().map(({ operation, status }) => `${operation} ${status}`);
    expect(told).toEqual([
      'PutBucketNotification 200',
      'GetBucketNotification 503',
      'DeleteBucketNotification 204',
    ]);
  });

  test('of deliveries duplicate and reorder, and the books agree', async () => {
    emulator = await startEmulator({ faults: 'dup=0.5,reorder=0.5,seed=3' });
    const mns = mnsSdk(emulator);
    await mns.createQueue('q');
    for (let at = 0; at < 4; at += 1)
      await mns.batchSendMessage(
        'q',
        Array.from({ length: 10 }, (_, index) => ({ MessageBody: `${at * 10 + index}` })),
      );
    const bodies: number[] = [];
    for (;;) {
      const reply = await mns.batchReceiveMessage('q', 16).catch(() => undefined);
      if (reply === undefined) break;
      bodies.push(...reply.body.map(({ MessageBody }: { MessageBody: string }) => Number(MessageBody)));
      await mns.batchDeleteMessage(
        'q',
        reply.body.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle),
      );
    }
    expect(bodies.length).toBeGreaterThan(40);
    expect(new Set(bodies)).toEqual(new Set(Array.from({ length: 40 }, (_, at) => at)));
    expect(bodies).not.toEqual(bodies.toSorted((a, b) => a - b));
    expect(emulator.queues()).toMatchObject([
      { sent: bodies.length, deleted: bodies.length, expired: 0, active: 0 },
    ]);
  });

  test('a clock out of step refuses what is in time', async () => {
    emulator = await startEmulator({ faults: 'skew=20m' });
    await expect(mnsSdk(emulator).createQueue('q')).rejects.toMatchObject({ name: 'MNSTimeExpiredError' });
    await expect(aliOss(emulator).put('a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'RequestTimeTooSkewed',
    });
    await expect(callRules(emulator, 'ListEventRules', {})).rejects.toMatchObject({
      code: 'InvalidTimeStamp.Expired',
      statusCode: 400,
    });
  });

  test('can be set over HTTP', async () => {
    emulator = await startEmulator();
    const put = (body: string) => send(emulator.url, { method: 'PUT', path: '/_emulator/faults', body });
    expect((await put('500=1')).status).toBe(204);
    expect(await statuses(1)).toEqual([500]);
    const { status, body } = await put('error.SendMesage=1');
    expect([status, JSON.parse(body).error.code]).toEqual([400, 'BadFaults']);
    expect(body).toContain('did you mean SendMessage?');
    expect((await put('')).status).toBe(204);
    expect(await statuses(1)).toEqual([200]);
  });
});

test('every request is logged, without its signature', async () => {
  const entries: RequestLogEntry[] = [];
  emulator = await startEmulator({
    requestLog: (entry) => entries.push(entry),
    faults: 'latency=1ms,500.DeleteQueue=1',
  });
  const mns = mnsSdk(emulator);
  await mns.createQueue('q');
  await mns.deleteQueue('q').catch(() => undefined);
  await aliOss(emulator).put('a', Buffer.from('abc'));
  await send(emulator.url, {
    method: 'GET',
    path: '/b/k?OSSAccessKeyId=emulator&Expires=1&Signature=secret',
  });
  expect(entries).toMatchObject([
    { family: 'mns', operation: 'CreateQueue', method: 'PUT', target: '/queues/q', status: 201 },
    { family: 'mns', operation: 'DeleteQueue', status: 500, fault: '500' },
    {
      family: 'oss',
      operation: 'PutObject',
      status: 200,
      bytesIn: 3,
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
    },
    {
      family: 'oss',
      operation: 'GetObject',
      status: 403,
      target: '/b/k?OSSAccessKeyId=emulator&Expires=1&Signature=***',
    },
  ]);
  expect(emulator.requests()).toEqual(entries);
  const served = await send(emulator.url, { method: 'GET', path: '/_emulator/requests' });
  expect(JSON.parse(served.body)).toEqual(entries);
});
