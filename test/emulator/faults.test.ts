import { afterEach, describe, expect, test } from 'vitest';
import { type Emulator, parseFaults, type RequestLogEntry, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, callRules, mnsSdk } from '../contract/sdk.ts';
import { send } from './support/http.ts';
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
    'error',
    'error=2',
    'error=x',
    'errors=0.1',
    '404=0.1',
    'latency=5',
    'latency=2s-1s',
    'skew=now',
    'seed=x',
    '500.=1',
  ])('%s is none', (text) => {
    expect(parseFaults(text)).toBe(`"${text}" is no fault`);
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
    expect((await put('nonsense')).status).toBe(400);
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
