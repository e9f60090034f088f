/** `cleanup` and `replay --to topic:NAME` wait out faults of the service that pass: five tries each. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AgingEmulator, startAgingEmulator } from '../support/aging-emulator.ts';
import { bodyOf } from '../support/deliveries.ts';
import { runProgram } from '../support/run-program.ts';
import { type ServiceProxy, startServiceProxy } from '../support/service-proxy.ts';

let world: AgingEmulator;
let proxy: ServiceProxy;
let rests: number[];

beforeAll(async () => {
  world = await startAgingEmulator();
});
beforeEach(async () => {
  proxy = await startServiceProxy(world.emulator.url);
  rests = [];
});
afterEach(() => proxy.close());
afterAll(() => world.close());

/** Sleeps take no time, and are noted. */
const options = () => ({
  env: { ...world.env, OSSNOTIFY_ENDPOINT: proxy.url },
  system: {
    random: () => 1,
    sleep: async (ms: number) => {
      rests.push(ms);
    },
  },
});
const WAITS = [250, 500, 1000, 2000];
const GIVEN_UP = { status: 1, stderr: expect.stringContaining('InternalError: no (tried 5 times)') };

describe('cleanup', () => {
  const NAME = 'ossnotify-tail-000000000000';
  beforeEach(async () => {
    await world.mns.createQueue(NAME);
    const endpoint = `acs:mns:cn-hangzhou:1000000000000001:queues/${NAME}`;
    await world.mns.subscribe('movies', NAME, { endpoint, format: 'SIMPLIFIED' });
  });

  it('removes all when each of its calls fails four times', async () => {
    proxy.failEach(4);
    const { status, stdout, stderr } = await world.cleanUpLate(options());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '1 removed\n' });
    expect(stdout).toContain(NAME);
    // Lists of queues, topics and subscriptions; the queue's age; both removals.
    expect(rests).toEqual(Array.from({ length: 6 }, () => WAITS).flat());
    expect(await world.leftovers()).toEqual({ queues: [], subscriptions: [] });
  });

  it('gives up after the fifth try, and has removed nothing', async () => {
    proxy.failEach(5);
    expect(await world.cleanUpLate(options())).toMatchObject(GIVEN_UP);
    expect(rests).toEqual(WAITS);
    expect(await world.leftovers()).toEqual({ queues: [NAME], subscriptions: [NAME] });
  });
});

describe('replay --to topic', () => {
  const replay = async (...keys: string[]) => {
    const file = join(await mkdtemp(join(tmpdir(), 'ossnotify-')), 'bodies.txt');
    await writeFile(file, keys.map((key) => `${bodyOf({ key })}\n`).join(''));
    return runProgram(['replay', file, '--speed', 'max', '--to', 'topic:movies'], options());
  };
  const received = async () => {
    const messages = await world.mns.receive('replayed', { batchSize: 16, waitSeconds: 0 });
    return messages.map(({ body }) => body);
  };
  beforeAll(async () => {
    await world.mns.createQueue('replayed');
    const endpoint = 'acs:mns:cn-hangzhou:1000000000000001:queues/replayed';
    await world.mns.subscribe('movies', 'replayed', { endpoint, format: 'SIMPLIFIED' });
  });

  it('publishes each message once when the first try of it fails four times', async () => {
    proxy.failEach(4);
    const { status, stderr } = await replay('a', 'b', 'c');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '3 events replayed\n' });
    expect(rests).toEqual(WAITS);
    expect((await received()).sort()).toEqual(['a', 'b', 'c'].map((key) => bodyOf({ key })).sort());
  });

  it('gives up after the fifth try, and tells how many were published', async () => {
    proxy.failEach(5);
    const outcome = await replay('d');
    expect(outcome).toMatchObject(GIVEN_UP);
    expect(outcome.stderr).toContain('; 0 messages were published before');
    // Then the time that sinks are given at an end.
    expect(rests).toEqual([...WAITS, 5000]);
    expect(await received()).toEqual([]);
  });
});
