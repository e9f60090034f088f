import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../src/clients/mns.ts';
import { ServiceError } from '../../src/errors.ts';
import { guarded } from '../../src/sources/guarded.ts';
import type { Source } from '../../src/sources/source.ts';
import { batch, delivery, sourceOf } from '../support/deliveries.ts';

const missing = (code: string) => new ServiceError({ service: 'MNS', code, message: code, status: 404 });
const SUBSCRIPTION: Subscription = {
  ...{ topic: 'movies', name: 'q', endpoint: '', format: 'SIMPLIFIED', strategy: '', createdAtMs: 0 },
};

async function read(
  source: Source,
  answers: readonly (Subscription | Error)[],
  signal = new AbortController().signal,
) {
  let checks = 0;
  const slept: number[] = [];
  const client = {
    async subscription() {
      const answer = answers[checks++];
      if (answer instanceof Error) throw answer;
      return answer ?? SUBSCRIPTION;
    },
  };
  const sleep = (ms: number, until?: AbortSignal) => {
    slept.push(ms);
    if (checks < answers.length) return Promise.resolve();
    return new Promise<void>((resolve) => until?.addEventListener('abort', () => resolve()));
  };
  const items = [];
  const options = { client, topic: 'movies', queue: 'ossnotify-tail-1', sleep };
  for await (const item of guarded(source, options)(signal)) items.push(item);
  return { items, slept };
}

const live = sourceOf([delivery('a')], { finite: false });

describe('a temporary queue', () => {
  it('whose topic goes ends with that, though its polls are as good as ever', async () => {
    await expect(read(live, [SUBSCRIPTION, missing('TopicNotExist')])).rejects.toMatchObject({
      kind: 'not-found',
      message: 'topic movies was deleted while tailing',
    });
  });

  it('whose subscription goes ends with that', async () => {
    await expect(read(live, [missing('SubscriptionNotExist')])).rejects.toThrow(
      "the tail's subscription to topic movies was deleted while tailing",
    );
  });

  it('that goes itself is told as what it is, not as a queue that somebody named', async () => {
    const gone: Source = async function* () {
      yield batch(delivery('a'));
      throw missing('QueueNotExist');
    };
    await expect(read(gone, [])).rejects.toMatchObject({
      message: 'the temporary queue of topic movies (ossnotify-tail-1) was deleted while tailing',
      hint: expect.stringContaining('cleanup'),
    });
  });

  it('tells it also to a tail that begins to end because of it', async () => {
    const stop = new AbortController();
    const closing: Source = async function* (signal) {
      yield* live(signal);
      stop.abort();
      yield { kind: 'notice', link: 'closing', atMs: 0 };
    };
    await expect(read(closing, [missing('TopicNotExist')], stop.signal)).rejects.toThrow('topic movies');
  });

  it('stays quiet about a link that is lost while it asks, and asks again', async () => {
    const unreachable = new ServiceError({ service: 'MNS', code: 'ECONNREFUSED', message: 'no' });
    await expect(read(live, [unreachable, missing('TopicNotExist')])).rejects.toThrow('topic movies');
  });

  it('takes a proxy that answers 404 for no news of the topic', async () => {
    await expect(read(live, [missing('NotFound'), missing('TopicNotExist')])).rejects.toThrow('topic movies');
  });

  it('gives what the source gives, and ends with it', async () => {
    const { items, slept } = await read(sourceOf([delivery('a'), delivery('b')]), []);
    expect(items).toHaveLength(2);
    expect(slept).toEqual([30_000]);
  });
});
