import { expect, it } from 'vitest';
import { createPollOrder } from '../../src/sources/poll-order.ts';

function setUp() {
  const sleeping: (() => void)[] = [];
  const sleep = () => new Promise<void>((resolve) => sleeping.push(resolve));
  let changes = 0;
  const { signal } = new AbortController();
  const order = createPollOrder<string>({ sleep, signal, changed: () => void changes++ });
  return { order, sleeping, changes: () => changes };
}

it('waits for an earlier poll, unless that waits for messages itself', () => {
  const { order, sleeping } = setUp();
  const [, quick, last] = [order.enter('waiting'), order.enter('quick'), order.enter('quick')];
  expect(order.hasNext()).toBe(false);
  order.put(last, 'last');
  expect([order.hasNext(), order.take()]).toEqual([false, undefined]);
  order.put(quick, 'quick');
  order.leave(quick);
  expect(order.hasNext()).toBe(true);
  expect([order.take(), order.take(), order.take()]).toEqual(['quick', 'last', undefined]);
  expect(sleeping).toHaveLength(1);
});

it('waits for an earlier poll no longer than for a while, and takes what it brings late', async () => {
  const { order, sleeping, changes } = setUp();
  const [late, next] = [order.enter('quick'), order.enter('quick')];
  order.put(next, 'next');
  order.leave(next);
  expect([order.take(), order.underWay(), order.size()]).toEqual([undefined, 1, 2]);
  sleeping[0]?.();
  await new Promise(setImmediate);
  expect([changes(), order.underWay(), order.size()]).toEqual([1, 0, 1]);
  expect(order.take()).toBe('next');
  order.put(late, 'late');
  order.leave(late);
  expect([order.take(), order.size()]).toEqual(['late', 0]);
});
