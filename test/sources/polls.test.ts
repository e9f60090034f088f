import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/clients/mns.ts';
import { createPolls } from '../../src/sources/polls.ts';

const FULL = 2;

/** A service whose answers are given by hand, in any order, and a clock that is moved by hand. */
function setUp(concurrency = 4) {
  const asked: { waitSeconds: number; resolve(messages: ReceivedMessage[]): void }[] = [];
  const sleeping: { ms: number; wake(): void }[] = [];
  const polls = createPolls({
    client: {
      receive: (_queue, { waitSeconds = 0 }) =>
        new Promise((resolve) => asked.push({ waitSeconds, resolve })),
    },
    queue: 'q',
    waitSeconds: 30,
    batchSize: FULL,
    concurrency,
    now: () => 0,
    random: () => 0.5,
    sleep: (ms) => new Promise((resolve) => sleeping.push({ ms, wake: resolve })),
    received: (messages) => messages.map(({ messageId }) => messageId),
  });
  const { signal } = new AbortController();
  const next = () => polls.next(signal);
  const answer = (nth: number, ids: readonly string[]) =>
    asked[nth]?.resolve(ids.map((messageId) => ({ messageId }) as ReceivedMessage));
  return { asked, sleeping, next, answer };
}

/** Full answers, by which the polls become four. */
async function widened() {
  const world = setUp();
  const { next, answer } = world;
  for (const nth of [0, 1, 2]) {
    const batch = next();
    if (nth === 1) answer(2, ['c', 'c']);
    answer(nth, ['a', 'b']);
    await batch;
  }
  const awaited = next();
  return { ...world, awaited, answer: (nth: number, ids: readonly string[]) => answer(nth + 3, ids) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const stateOf = (promise: Promise<unknown>) => Promise.race([promise, settled().then(() => 'open')]);

describe('polls side by side', () => {
  it('give their answers in the order in which they were made', async () => {
    const { asked, awaited, answer, next } = await widened();
    expect(asked).toHaveLength(3 + 4);
    answer(2, ['e', 'f']);
    answer(1, ['c', 'd']);
    expect(await stateOf(awaited)).toBe('open');
    answer(0, ['a', 'b']);
    expect([await awaited, await next(), await next()]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]);
  });

  it('wait a quarter of a second for one that hangs, once, and make another in its place', async () => {
    const { asked, sleeping, awaited, answer, next } = await widened();
    answer(1, ['c', 'd']);
    answer(2, ['e', 'f']);
    expect(await stateOf(awaited)).toBe('open');
    expect(sleeping.map(({ ms }) => ms)).toEqual([250]);
    sleeping[0]?.wake();
    expect([await awaited, await next()]).toEqual([
      ['c', 'd'],
      ['e', 'f'],
    ]);
    const later = next();
    // The hanging one, and four that are not.
    expect(asked.length - 3 - 2).toBe(4);
    answer(3, ['g', 'h']);
    expect(await later).toEqual(['g', 'h']);
    expect(sleeping).toHaveLength(1);
  });

  it('are made anew while answers wait for a reader who was quicker', async () => {
    const { asked, awaited, answer } = await widened();
    const full = ['x', 'x'];
    for (const nth of [1, 2, 3]) answer(nth, full);
    await settled();
    expect(asked).toHaveLength(3 + 4 + 3);
    // The first one still holds up all others.
    for (const nth of [4, 5, 6]) answer(nth, full);
    await settled();
    // Twice as many places as polls.
    expect(asked).toHaveLength(3 + 4 + 4);
    answer(0, ['a', 'b']);
    expect(await awaited).toEqual(['a', 'b']);
  });

  it('become twice as many with each full answer', async () => {
    const { asked, answer, next } = setUp();
    const first = next();
    answer(0, ['a', 'b']);
    await first;
    void next();
    expect(asked).toHaveLength(1 + 2);
  });

  it('go one by one where batches are not full: an answer is taken before the next is made', async () => {
    const { asked, answer, next } = setUp();
    const first = next();
    answer(0, ['a']);
    expect(await first).toEqual(['a']);
    expect(asked).toHaveLength(1);
  });

  it('do not wait for messages, which only one by itself does', async () => {
    const { asked, answer, awaited, next } = await widened();
    expect(asked.map(({ waitSeconds }) => waitSeconds)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    for (const nth of [0, 1, 2, 3]) answer(nth, []);
    await awaited;
    for (let left = 3; left > 0; left--) await next();
    void next();
    expect(asked.map(({ waitSeconds }) => waitSeconds).slice(7)).toEqual([30]);
  });
});
