import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import { retrying } from '../../src/sources/retrying.ts';
import type { Batch, Notice, Source } from '../../src/sources/source.ts';

const error = (code: string, status?: number) =>
  new ServiceError({ service: 'MNS', code, message: code, ...(status === undefined ? {} : { status }) });
const lost = error('ECONNRESET');
const busy = error('InternalError', 500);
const throttled = error('QpsLimitExceeded', 400);

const READY: Notice = { kind: 'notice', link: 'ready', atMs: 0 };
const ITEM: Batch = { kind: 'batch', deliveries: [{ message: { body: 'b', receivedAtMs: 0 } }] };

type Run = readonly (Batch | Notice | Error)[];

/** Each start of the source plays the next run: items are given, an error is thrown. */
async function play(runs: readonly Run[], options: { random?: number; abortAfterSleeps?: number } = {}) {
  const abort = new AbortController();
  const sleeps: number[] = [];
  let nowMs = 1000;
  const scripts = runs.values();
  const source: Source = async function* () {
    for (const item of scripts.next().value ?? []) {
      if (item instanceof Error) throw item;
      yield item.kind === 'notice' ? { ...item, atMs: nowMs } : item;
    }
  };
  const items: (Batch | Notice)[] = [];
  const wrapped = retrying(source, {
    now: () => nowMs,
    random: () => options.random ?? 1,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
      if (sleeps.length === options.abortAfterSleeps) abort.abort();
    },
  });
  const reading = (async () => {
    for await (const item of wrapped(abort.signal)) items.push(item);
  })();
  const failure = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return {
    items,
    sleeps,
    failure,
    links: items.map((item) => (item.kind === 'notice' ? item.link : item.deliveries[0]?.message.body)),
  };
}

describe('retrying', () => {
  it('waits at least as long as Retry-After says', async () => {
    const details = { service: 'MNS', code: 'QpsLimitExceeded', message: 'slow down', status: 429 } as const;
    const asked = (retryAfterMs: number) => new ServiceError({ ...details, retryAfterMs });
    const { sleeps } = await play([[asked(7000)], [READY, asked(100)], [READY]], { random: 1 });
    expect(sleeps).toEqual([7000, 500]);
  });

  it('outlives a proxy that answers in the place of the service, once the link was good', async () => {
    const page = (status: number) => error('UnexpectedAnswer', status);
    const { links, failure } = await play([[READY, page(200)], [page(403)], [page(404)], [READY, ITEM]]);
    expect({ links, failure }).toEqual({ links: ['ready', 'lost', 'back', 'b'], failure: undefined });
    expect((await play([[page(404)]])).failure).toMatchObject({ code: 'UnexpectedAnswer' });
  });

  it('passes everything on and ends with its source', async () => {
    expect(await play([[READY, ITEM]])).toMatchObject({
      links: ['ready', 'b'],
      sleeps: [],
      failure: undefined,
    });
  });

  it.each([lost, busy, throttled])('starts anew after $code, and tells the gap', async (broken) => {
    const { items, sleeps, links } = await play([[READY, ITEM, broken], [broken], [READY, ITEM]]);
    expect(links).toEqual(['ready', 'b', 'lost', 'back', 'b']);
    expect(sleeps).toEqual([500, 1000]);
    expect(items[2]).toEqual({ kind: 'notice', link: 'lost', atMs: 1000, text: broken.code });
    expect(items[3]).toMatchObject({
      atMs: 2500,
      gapMs: 1500,
      text: 'the link is back after 1.5 s (lost 1970-01-01T00:00:01.000Z)',
    });
  });

  it('waits at most 30 s, and by chance any less', async () => {
    const runs: Run[] = [[READY, lost], ...Array.from({ length: 8 }, () => [lost]), [READY]];
    expect((await play(runs)).sleeps).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect((await play(runs, { random: 0 })).sleeps).toEqual(Array.from({ length: 9 }, () => 0));
  });

  it('begins again with short waits after a good poll', async () => {
    const { sleeps } = await play([[READY, lost], [lost], [READY, lost], [READY]]);
    expect(sleeps).toEqual([500, 1000, 500]);
  });

  it.each([error('ECONNREFUSED'), error('ENOTFOUND'), error('UnexpectedAnswer', 502)])(
    'does not wait out a link that never was: $code',
    async (wrong) => {
      expect(await play([[wrong]])).toMatchObject({ failure: wrong, links: [], sleeps: [] });
    },
  );

  it.each([lost, busy])(
    'waits out $code of a service that was reached, but not for ever',
    async (passing) => {
      expect(await play([[passing], [passing], [READY]])).toMatchObject({
        links: ['ready'],
        sleeps: [500, 1000],
      });
      const often = Array.from({ length: 5 }, () => [passing]);
      expect(await play([...often, [READY]])).toMatchObject({ failure: passing, links: [] });
    },
  );

  it('waits out throttling even before the first good poll', async () => {
    expect(await play([[throttled], [READY]])).toMatchObject({
      failure: undefined,
      links: ['ready'],
      sleeps: [500],
    });
  });

  it.each([
    error('QueueNotExist', 404),
    error('SignatureDoesNotMatch', 403),
    error('TimeExpired', 408),
    new ServiceError({ service: 'credentials', code: 'SignatureDoesNotMatch', message: 'no' }),
    new TypeError('a bug'),
  ])('ends with what no waiting mends: $message', async (fatal) => {
    expect(await play([[READY, fatal], [READY]])).toMatchObject({ failure: fatal, links: ['ready'] });
  });

  it('ends quietly when it is aborted in between', async () => {
    const { failure, links } = await play([[READY, lost], [READY]], { abortAfterSleeps: 1 });
    expect(failure).toBeUndefined();
    expect(links).toEqual(['ready', 'lost']);
  });
});
