import { describe, expect, it } from 'vitest';
import { createMnsClient } from '../../src/clients/mns.ts';
import { ServiceError } from '../../src/errors.ts';
import { openTopicTail } from '../../src/use-cases/tail-topics.ts';

const refusal = (code: string) =>
  new ServiceError({ service: 'MNS', code, status: 403, message: `${code}: no` });

/** Makes the first queue of two; what comes then is refused. */
function openTwo(refused: { readonly removal: boolean; readonly second: unknown }) {
  const client = createMnsClient({
    endpoint: 'http://127.0.0.1:1',
    accountId: '1',
    credentials: async () => ({ accessKeyId: 'a', accessKeySecret: 'b' }),
  });
  let digit = 0;
  let queues = 0;
  return openTopicTail({
    client: {
      ...client,
      async createQueue() {
        if (++queues > 1) throw refused.second;
        return 'created';
      },
      subscribe: async () => 'created',
      async unsubscribe() {
        if (refused.removal) throw refusal('AccessDenied');
      },
      deleteQueue: async () => {},
    },
    topics: ['movies', 'photos'],
    region: 'cn-hangzhou',
    accountId: '1',
    waitSeconds: 1,
    batchSize: 16,
    signal: new AbortController().signal,
    system: {
      now: () => 0,
      sleep: (_, signal) =>
        new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
      random: () => (digit++ % 16) / 16,
    },
  });
}

describe('a tail of several topics of which one cannot be made', () => {
  it('fails with the reason', async () => {
    const second = refusal('QuotaExceeded');
    await expect(openTwo({ removal: false, second })).rejects.toBe(second);
  });

  it('tells what it could not remove again', async () => {
    await expect(openTwo({ removal: true, second: refusal('QuotaExceeded') })).rejects.toMatchObject({
      code: 'QuotaExceeded',
      message: expect.stringMatching(
        /^QuotaExceeded: no; queue ossnotify-tail-\w+ and its subscription to topic movies may have stayed behind/,
      ),
    });
  });

  it('tells it also where it was broken off', async () => {
    const second = new DOMException('aborted', 'AbortError');
    await expect(openTwo({ removal: true, second })).rejects.toMatchObject({
      code: 'left-behind',
      message: expect.stringContaining('topic movies may have stayed behind'),
    });
  });
});

it('is broken off by its own signal, also where the system has one', async () => {
  const ending = new AbortController();
  const client = createMnsClient({
    endpoint: 'http://127.0.0.1:1',
    accountId: '1',
    credentials: async () => ({ accessKeyId: 'a', accessKeySecret: 'b' }),
  });
  const system = {
    now: () => 0,
    sleep: async () => {},
    random: () => 0,
    signal: new AbortController().signal,
  };
  const opening = openTopicTail({
    client: {
      ...client,
      createQueue: (_, _attributes, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
      unsubscribe: async () => {},
      deleteQueue: async () => {},
    },
    topics: ['movies'],
    region: 'cn-hangzhou',
    accountId: '1',
    waitSeconds: 1,
    batchSize: 16,
    signal: ending.signal,
    system,
  });
  ending.abort();
  await expect(opening).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
