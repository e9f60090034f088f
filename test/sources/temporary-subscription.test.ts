import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import { openTemporarySubscription } from '../../src/sources/temporary-subscription.ts';

const NAME = 'ossnotify-tail-888888888888';
const refusal = (code: string, status: number) =>
  new ServiceError({ service: 'MNS', code, status, message: code });

function open(
  failing: Partial<Record<'createQueue' | 'subscribe' | 'unsubscribe' | 'deleteQueue', Error>> = {},
) {
  const calls: unknown[][] = [];
  const call = <Answer>(name: keyof typeof failing, answer: Answer) => {
    return async (...given: unknown[]): Promise<Answer> => {
      calls.push([name, ...given.filter((value) => value !== undefined)]);
      const error = failing[name];
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
  });
  return { opening, calls, removals: () => calls.slice(2) };
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

  it('takes what is gone for removed', async () => {
    const { opening } = open({
      unsubscribe: refusal('TopicNotExist', 404),
      deleteQueue: refusal('QueueNotExist', 404),
    });
    await expect((await opening).close()).resolves.toBeUndefined();
  });
});
