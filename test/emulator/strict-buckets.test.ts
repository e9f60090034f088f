import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { callRules, ruleQuery } from '../contract/sdk.ts';
import { sendAws4 } from './support/aws4-wire.ts';
import { send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { ManualClock } from './support/manual-clock.ts';

let emulator: Emulator;
let clock: ManualClock;

const RULES = JSON.stringify({
  Notifications: [
    {
      RuleId: 'r',
      Events: ['ks3:ObjectCreated:*'],
      Destinations: [{ DestType: 'Endpoint', CallbackUrl: 'http://127.0.0.1:1/' }],
      Report: { ReportType: 'failed', Enabled: true, Bucket: 'reports', Prefix: 'failed/' },
    },
  ],
});

const ks3 = (method: string, bucket: string, path: string, body?: string) =>
  sendKs3(emulator.url, bucket, body === undefined ? { method, path } : { method, path, body });
const refusalOf = ({ status, body }: { status: number; body: string }) => [
  status,
  /<Code>(.*?)<\/Code>/.exec(body)?.[1],
];
const bucketNames = () => emulator.buckets().map(({ name }) => name);

afterEach(() => emulator.close());

describe('buckets that exist only from PutBucket', () => {
  beforeEach(async () => {
    clock = new ManualClock();
    emulator = await startEmulator({ strictBuckets: true, clock });
  });

  test.each(['PUT', 'GET', 'DELETE'])('%s ?notification of a missing one is refused', async (method) => {
    const body = method === 'PUT' ? RULES : undefined;
    expect(refusalOf(await ks3(method, 'missing-b', '/?notification', body))).toEqual([404, 'NoSuchBucket']);
    expect(emulator.ks3Rules()).toEqual([]);
    expect((await ks3('PUT', 'missing-b', '/')).status).toBe(200);
    expect((await ks3(method, 'missing-b', '/?notification', body)).status).toBeLessThan(300);
  });

  test('a rule on a missing one is refused', async () => {
    await expect(callRules(emulator, 'CreateEventRule', ruleQuery('early'))).rejects.toMatchObject({
      code: 'NoSuchBucket',
      statusCode: 404,
    });
    expect(emulator.rules()).toEqual([]);
    expect(emulator.topics()).toEqual([]);
  });

  test('failed deliveries wait for the bucket of their report', async () => {
    await ks3('PUT', 'demo-bucket', '/');
    await ks3('PUT', 'demo-bucket', '/?notification', RULES);
    await ks3('PUT', 'demo-bucket', '/a', 'x');
    while (emulator.pushes().some(({ state }) => state === 'waiting')) {
      clock.advance(60_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const write = () => send(emulator.url, { method: 'POST', path: '/_emulator/ks3-reports' });
    const refused = await write();
    expect([refused.status, refused.body]).toEqual([409, expect.stringContaining('reports')]);
    emulator.apply({ buckets: [{ name: 'reports', provider: 'ks3' }] });
    expect((await write()).status).toBe(204);
    expect(emulator.buckets()).toMatchObject([{ name: 'demo-bucket' }, { name: 'reports', objects: 1 }]);
  });
});

describe('buckets that the first rule makes', () => {
  beforeEach(async () => {
    emulator = await startEmulator();
  });

  test('need a name that can be', async () => {
    for (const method of ['PUT', 'GET', 'DELETE'])
      expect(
        refusalOf(await sendAws4(emulator.url, { method, path: '/Bad_Name?notification', body: RULES })),
      ).toEqual([400, 'InvalidBucketName']);
  });

  test('are not made by looking, or by rules that are refused', async () => {
    expect((await ks3('GET', 'looked-at', '/?notification')).status).toBe(200);
    expect((await ks3('PUT', 'looked-at', '/?notification', '{')).status).toBe(400);
    expect(bucketNames()).toEqual([]);
    await ks3('PUT', 'looked-at', '/?notification', RULES);
    expect(bucketNames()).toEqual(['looked-at']);
  });
});
