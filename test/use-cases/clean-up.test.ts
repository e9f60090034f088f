import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { ServiceError } from '../../src/errors.ts';
import { openTemporarySubscription } from '../../src/sources/temporary-subscription.ts';
import { findLeftovers, removeLeftover, removeLeftovers } from '../../src/use-cases/clean-up.ts';
import { ManualClock } from '../emulator/support/manual-clock.ts';

const MINUTE_MS = 60_000;
const { signal } = new AbortController();
let clock: ManualClock;
let emulator: Emulator;
let mns: MnsClient;

beforeEach(async () => {
  clock = new ManualClock();
  emulator = await startEmulator({ clock });
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  const accountId = '1000000000000001';
  mns = createMnsClient({ endpoint: emulator.url, accountId, credentials, now: () => clock.now() });
  await mns.createTopic('movies');
});
afterEach(async () => {
  await mns.close();
  await emulator.close();
});

/** A sleep that ends when the clock has come so far. */
function sleep(ms: number, stop?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(ms, resolve);
    stop?.addEventListener('abort', () => resolve());
  });
}

const open = (options: { lives: boolean }) =>
  openTemporarySubscription({
    client: mns,
    topic: 'movies',
    region: 'cn-hangzhou',
    accountId: '1000000000000001',
    random: Math.random,
    ...(options.lives && { sleep }),
  });

const found = () => findLeftovers(mns, clock.now(), signal);
const leftovers = async () => (await found()).leftovers;

/** Moves the clock by minutes, and lets the requests of each minute come to their end. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    clock.advance(MINUTE_MS);
    await mns.listQueues();
  }
}

describe('cleanup', () => {
  it('finds a queue 15 minutes after its tail fell silent, and not one whose tail lives', async () => {
    const living = await open({ lives: true });
    const crashed = await open({ lives: false });
    await pass(14);
    expect(await leftovers()).toEqual([]);
    expect((await found()).young.map(({ queue }) => queue).sort()).toEqual(
      [living.queue, crashed.queue].sort(),
    );
    await pass(2);
    expect(await leftovers()).toMatchObject([{ queue: crashed.queue, topics: ['movies'] }]);
    await living.close();
  });

  it('removes a queue with its subscription, once', async () => {
    await open({ lives: false });
    await pass(20);
    const [leftover] = await leftovers();
    if (leftover === undefined) throw new Error('nothing was found');
    await removeLeftover(mns, leftover);
    await removeLeftover(mns, leftover);
    expect(await mns.listQueues()).toEqual([]);
    expect(await mns.listSubscriptions('movies')).toEqual([]);
  });

  it('leaves alone a tail that starts while it looks', async () => {
    // It starts between any two calls, whichever come first.
    const starting = async <Answer>(answer: Answer) => {
      if ((await mns.listQueues()).length === 0) await open({ lives: true });
      return answer;
    };
    const client = {
      ...mns,
      listQueues: async (...given: Parameters<MnsClient['listQueues']>) =>
        starting(await mns.listQueues(...given)),
      listSubscriptions: async (...given: Parameters<MnsClient['listSubscriptions']>) =>
        starting(await mns.listSubscriptions(...given)),
    };
    expect((await findLeftovers(client, clock.now(), signal)).leftovers).toEqual([]);
  });

  it('finds a subscription whose queue is gone, and leaves what bears other names', async () => {
    const { queue } = await open({ lives: false });
    await mns.createQueue('mine');
    await mns.deleteQueue(queue);
    await pass(30);
    expect(await leftovers()).toEqual([{ queue, topics: ['movies'] }]);
  });

  it('goes on where the service refuses to remove one, and ends where there is no link', async () => {
    const names = ['a', 'b', 'c'];
    const clientWith = (error: ServiceError) => ({
      ...mns,
      async deleteQueue(queue: string) {
        if (queue === 'b') throw error;
      },
    });
    const given = names.map((queue) => ({ queue, topics: [] }));
    const denied = new ServiceError({ service: 'MNS', code: 'AccessDenied', status: 403, message: 'denied' });
    const { removed, refused } = await removeLeftovers(clientWith(denied), given, signal);
    expect(removed.map(({ queue }) => queue)).toEqual(['a', 'c']);
    expect(refused).toEqual([{ leftover: given[1], error: denied }]);
    const lost = new ServiceError({ service: 'MNS', code: 'ECONNREFUSED', message: 'lost' });
    expect(await removeLeftovers(clientWith(lost), given, signal)).toEqual({
      removed: [given[0]],
      refused: [],
      ended: lost,
    });
  });

  it('ends where it is stopped, also amid a refusal', async () => {
    const stop = new AbortController();
    const busy = new ServiceError({ service: 'MNS', code: 'InternalError', status: 503, message: 'busy' });
    const client = {
      ...mns,
      async deleteQueue() {
        stop.abort('SIGINT');
        throw busy;
      },
    };
    const given = ['a', 'b'].map((queue) => ({ queue, topics: [] }));
    const first = await removeLeftovers(client, given, stop.signal);
    expect(first).toEqual({ removed: [], refused: [], ended: busy });
    const { ended } = await removeLeftovers(client, given, stop.signal);
    expect(ended).toMatchObject({ kind: 'interrupted' });
  });
});
