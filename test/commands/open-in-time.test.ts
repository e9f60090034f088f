import { expect, it } from 'vitest';
import { openInTime } from '../../src/commands/open-in-time.ts';
import { Failure } from '../../src/errors.ts';

/** A clock that `sleep` moves, but for sleeps that are to last. */
function worldAt(startMs: number, opensAfterMs: number) {
  let nowMs = startMs;
  const world = {
    closed: 0,
    system: {
      now: () => nowMs,
      sleep: (ms: number, signal?: AbortSignal) =>
        ms <= opensAfterMs
          ? Promise.resolve()
          : new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
    },
    open: async (signal: AbortSignal) => {
      if (opensAfterMs === Number.POSITIVE_INFINITY)
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += opensAfterMs;
      return { close: async () => void world.closed++ };
    },
  };
  return world;
}

const signal = new AbortController().signal;
const closeFailed = (error: unknown) => {
  throw error;
};

it('leaves the rest of the time to what follows', async () => {
  const { open, system } = worldAt(1000, 300);
  expect(await openInTime(open, { timeoutMs: 1000, signal, closeFailed, system })).toMatchObject({
    restMs: 700,
  });
});

it('knows no time where none is set', async () => {
  const { open, system } = worldAt(1000, 300);
  expect(await openInTime(open, { timeoutMs: undefined, signal, closeFailed, system })).toMatchObject({
    restMs: undefined,
  });
});

it('closes what opens too late', async () => {
  const world = worldAt(1000, 300);
  expect(
    await openInTime(world.open, { timeoutMs: 200, signal, closeFailed, system: world.system }),
  ).toBeUndefined();
  expect(world.closed).toBe(1);
});

it('breaks off what does not open', async () => {
  const { open } = worldAt(0, Number.POSITIVE_INFINITY);
  const system = { now: () => 0, sleep: async () => {} };
  expect(await openInTime(open, { timeoutMs: 200, signal, closeFailed, system })).toBeUndefined();
});

it('gives the failure of an opening', async () => {
  const { system } = worldAt(0, 0);
  const open = () => Promise.reject(new Error('no topic'));
  await expect(
    openInTime(open, {
      timeoutMs: 200,
      signal,
      closeFailed,
      system: { ...system, sleep: () => new Promise(() => {}) },
    }),
  ).rejects.toThrow('no topic');
});

it('tells what could not be removed of what came too late', async () => {
  const told: unknown[] = [];
  const stuck = new Failure('failure', 'left-behind', 'queue q stayed');
  const opens = async (signal: AbortSignal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { close: () => Promise.reject(stuck) };
  };
  const breaksOff = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(stuck)));
  const system = { now: () => 0, sleep: async () => {} };
  const limit = { timeoutMs: 200, signal, system, closeFailed: (error: unknown) => void told.push(error) };
  await openInTime(opens, limit);
  await openInTime(breaksOff, limit);
  expect(told).toEqual([stuck, stuck]);
});
