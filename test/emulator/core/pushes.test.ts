import { expect, test } from 'vitest';
import { Faults } from '../../../src/emulator/core/faults.ts';
import { type Deliverable, Pushes, type PushResult } from '../../../src/emulator/core/pushes.ts';
import { planOf } from '../../../src/emulator/fault-plans.ts';
import { ManualClock } from '../support/manual-clock.ts';

const OK: PushResult = { delivered: true, outcome: '200' };
const turn = () => new Promise((resolve) => setImmediate(resolve));

function world(faults = '') {
  const clock = new ManualClock(0);
  const pushes = new Pushes({
    ...{ clock, random: () => 0.5, intervalScale: 1 },
    faults: new Faults(planOf(faults)),
  });
  const started: string[] = [];
  const pending: ((result: PushResult) => void)[] = [];
  const deliverable = (id: string): Deliverable => ({
    ...{ service: 'mns', source: 't', name: 's', url: 'http://127.0.0.1/', id },
    ...{ strategy: 'BACKOFF_RETRY', startedAtMs: 0 },
    isWanted: () => true,
    attempt: () => {
      started.push(id);
      return new Promise((resolve) => pending.push(resolve));
    },
  });
  return { clock, pushes, started, pending, deliverable };
}

test('so many are under way at once, and the others follow in order', async () => {
  const { pushes, started, pending, deliverable } = world();
  const ids = Array.from({ length: 200 }, (_, at) => `p${at}`);
  const results = ids.map((id) => pushes.add(deliverable(id)));
  await turn();
  expect(started).toEqual(ids.slice(0, 64));
  pending.shift()?.(OK);
  await turn();
  expect(started).toEqual(ids.slice(0, 65));
  while (pending.length > 0) {
    for (const end of pending.splice(0)) end(OK);
    await turn();
  }
  expect(started).toEqual(ids);
  expect(await Promise.all(results)).toEqual(ids.map(() => OK));
});

test('of those that are over the newest stay, and of those that wait all', async () => {
  const { pushes, pending, deliverable } = world();
  for (let at = 0; at < 1500; at += 1) void pushes.add(deliverable(`p${at}`));
  await turn();
  expect(pushes.all()).toHaveLength(1500);
  while (pending.length > 0) {
    for (const end of pending.splice(0)) end(OK);
    await turn();
  }
  const left = pushes.all();
  expect(left).toHaveLength(1000);
  expect(left.at(-1)).toMatchObject({ id: 'p1499', state: 'delivered' });
});

test('a hundred thousand that wait are entered without a search', () => {
  const { pushes, deliverable } = world();
  for (let at = 0; at < 100_000; at += 1) void pushes.add(deliverable('p'));
  expect(pushes.all()).toHaveLength(100_000);
  pushes.end();
});

test('a fault makes a push come twice, and only one of the two leaves a trace', async () => {
  const { pushes, started, pending, deliverable } = world('dup=1');
  let over = 0;
  const result = pushes.add({ ...deliverable('a'), over: () => (over += 1) });
  await turn();
  expect(started).toEqual(['a', 'a']);
  for (const end of pending) end(OK);
  expect(await result).toEqual(OK);
  expect(pushes.all()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  expect(over).toBe(1);
});

test('a fault lets the next push to the same URL go first, and then the one that waited', async () => {
  const { clock, pushes, started, pending, deliverable } = world('reorder=1');
  for (const id of ['a', 'b', 'c']) void pushes.add(deliverable(id));
  await turn();
  expect(started).toEqual(['b', 'c']);
  pending.shift()?.(OK);
  await turn();
  expect(started).toEqual(['b', 'c', 'a']);
  void pushes.add(deliverable('last'));
  await turn();
  expect(started).toHaveLength(3);
  clock.advance(100);
  await turn();
  expect(started).toEqual(['b', 'c', 'a', 'last']);
  expect(clock.pending).toBe(0);
});

test('a push that waits to be overtaken is not made once all are cleared', async () => {
  const { clock, pushes, started, deliverable } = world('reorder=1');
  const result = pushes.add(deliverable('a'));
  pushes.clear();
  expect(await result).toEqual({ delivered: false, outcome: 'not wanted any more' });
  expect(started).toEqual([]);
  expect(clock.pending).toBe(0);
});
