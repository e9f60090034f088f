import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import { openTemporarySubscription } from '../../src/sources/temporary-subscription.ts';

const NAME = 'ossnotify-tail-888888888888';
const refusal = (code: string, status: number) =>
  new ServiceError({ service: 'MNS', code, status, message: code });

type Operation = 'createQueue' | 'subscribe' | 'unsubscribe' | 'deleteQueue';

/** An error is thrown each time, a list of them one by one until it is used up. */
function open(failing: Partial<Record<Operation, Error | Error[]>> = {}, sleeps?: number[]) {
  const calls: unknown[][] = [];
  const call = <Answer>(name: keyof typeof failing, answer: Answer) => {
    return async (...given: unknown[]): Promise<Answer> => {
      calls.push([name, ...given.filter((value) => value !== undefined)]);
      const failure = failing[name];
      const error = Array.isArray(failure) ? failure.shift() : failure;
      if (error) throw error;
      return answer;
    };
  };
  const opening = openTemporarySubscription({
    client: {
      createQueue: call('createQueue', 'created'),
      subscribe: call('subscribe', 'created'),
      unsubscribe: call('unsubscribe', undefined),
      deleteQueue: call('deleteQueue', undefined),
    },
    topic: 'movies',
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
    random: () => 0.5,
    ...(sleeps && { sleep: (ms: number, signal?: AbortSignal) => rest(ms, sleeps, signal) }),
  });
  return { opening, calls, removals: () => calls.slice(2) };
}

/** Waits between tries are noted; what waits for minutes waits for the end. */
function rest(ms: number, sleeps: number[], signal: AbortSignal | undefined): Promise<void> {
  if (ms < 60_000) sleeps.push(ms);
  else return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
  return Promise.resolve();
}

/** Each with a deadline, so that a service that hangs cannot hold up the end of a tail. */
const REMOVALS = [
  ['unsubscribe', 'movies', NAME, expect.any(AbortSignal)],
  ['deleteQueue', NAME, expect.any(AbortSignal)],
];

describe('a temporary subscription', () => {
  it('is a queue that the topic delivers to', async () => {
    const { opening, calls } = open();
    expect((await opening).queue).toBe(NAME);
    expect(calls).toEqual([
      ['createQueue', NAME, { visibilitySeconds: 60, pollingWaitSeconds: 30 }],
      [
        'subscribe',
        'movies',
        NAME,
        { endpoint: `acs:mns:cn-hangzhou:1234567890123456:queues/${NAME}`, format: 'SIMPLIFIED' },
      ],
    ]);
  });

  it('closes once, the subscription first', async () => {
    const { opening, removals } = open();
    const subscription = await opening;
    await Promise.all([subscription.close(), subscription.close()]);
    await subscription.close();
    expect(removals()).toEqual(REMOVALS);
  });

  it('leaves nothing when the topic does not exist', async () => {
    const missing = refusal('TopicNotExist', 404);
    const { opening, removals } = open({ subscribe: missing, unsubscribe: missing });
    await expect(opening).rejects.toBe(missing);
    expect(removals()).toEqual(REMOVALS);
  });

  it('tries to remove even what it could not see made, and tells the first error', async () => {
    const broken = new ServiceError({ service: 'MNS', code: 'ECONNRESET', message: 'gone' });
    const { opening, calls } = open({ createQueue: broken, unsubscribe: broken, deleteQueue: broken });
    await expect(opening).rejects.toMatchObject({
      code: 'ECONNRESET',
      cause: broken,
      message: expect.stringMatching(
        new RegExp(`^gone; queue ${NAME} .* topic movies may have stayed behind: gone$`),
      ),
    });
    expect(calls.slice(1)).toEqual(REMOVALS);
  });

  it('deletes the queue though it could not unsubscribe, and fails', async () => {
    const denied = refusal('AccessDenied', 403);
    const { opening, removals } = open({ unsubscribe: denied });
    await expect((await opening).close()).rejects.toMatchObject({
      code: 'left-behind',
      message: expect.stringContaining(NAME),
      cause: denied,
    });
    expect(removals()).toEqual(REMOVALS);
  });

  it('waits out passing faults of the service at its start and its end', async () => {
    const busy = () => refusal('InternalError', 503);
    const throttled = () => refusal('QpsLimitExceeded', 429);
    const sleeps: number[] = [];
    const failing = { createQueue: [busy()], subscribe: [throttled(), busy()], deleteQueue: [busy()] };
    const { opening, calls } = open({ ...failing, unsubscribe: [busy(), busy()] }, sleeps);
    await (await opening).close();
    const times = (wanted: string) => calls.filter(([name]) => name === wanted).length;
    expect(['createQueue', 'subscribe', 'unsubscribe', 'deleteQueue'].map(times)).toEqual([2, 3, 3, 2]);
    expect(sleeps).toEqual([187.5, 187.5, 375, 187.5, 375, 187.5]);
  });

  it('gives up after five tries, and says so', async () => {
    const { opening, calls } = open({ subscribe: refusal('InternalError', 503) }, []);
    await expect(opening).rejects.toThrow('InternalError (tried 5 times)');
    expect(calls.filter(([name]) => name === 'subscribe')).toHaveLength(5);
    expect(calls.slice(-2)).toEqual(REMOVALS);
  });

  it('has nothing to remove where the service refused to make the queue', async () => {
    const refused = refusal('SignatureDoesNotMatch', 403);
    const { opening, calls } = open({ createQueue: refused, unsubscribe: refused, deleteQueue: refused });
    await expect(opening).rejects.toBe(refused);
    expect(calls).toHaveLength(1);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'has nothing to remove where no connection was made: %s',
    async (cause) => {
      const unreachable = new ServiceError({
        service: 'MNS',
        code: 'ETIMEDOUT',
        message: 'could not be reached',
        cause: Object.assign(new Error(cause), { code: cause }),
      });
      const { opening, calls } = open({ createQueue: unreachable, deleteQueue: unreachable });
      await expect(opening).rejects.toBe(unreachable);
      expect(calls).toHaveLength(1);
    },
  );

  it('tries to remove what an earlier try may have made, whatever became of the last', async () => {
    const broken = new ServiceError({ service: 'MNS', code: 'ECONNRESET', message: 'gone' });
    const refused = new ServiceError({ service: 'MNS', code: 'ECONNREFUSED', message: 'nobody' });
    const { opening, calls } = open({ createQueue: [broken, refused] }, []);
    await expect(opening).rejects.toBe(refused);
    expect(calls.slice(2)).toEqual(REMOVALS);
  });

  it("takes a proxy's 404 for no proof that anything is gone", async () => {
    const { opening } = open({ unsubscribe: refusal('UnexpectedAnswer', 404) });
    await expect((await opening).close()).rejects.toMatchObject({ code: 'left-behind' });
  });

  it('takes what is gone for removed', async () => {
    const { opening } = open({
      unsubscribe: refusal('TopicNotExist', 404),
      deleteQueue: refusal('QueueNotExist', 404),
    });
    await expect((await opening).close()).resolves.toBeUndefined();
  });
});
