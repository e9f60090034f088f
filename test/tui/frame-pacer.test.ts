import { expect, it } from 'vitest';
import { createFramePacer } from '../../src/tui/frame-pacer.ts';

/** A clock that is moved, and those who sleep by it. */
function openClock() {
  let nowMs = 0;
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      sleepers.push({ atMs: nowMs + ms, wake: resolve });
      signal?.addEventListener('abort', () => resolve());
    });
  async function pass() {
    nowMs += 1;
    const due = sleepers.filter(({ atMs }) => atMs <= nowMs);
    sleepers = sleepers.filter(({ atMs }) => atMs > nowMs);
    for (const { wake } of due) wake();
    await new Promise(setImmediate);
  }
  return { now: () => nowMs, sleep, pass };
}

it.each(['key', 'event'] as const)(
  'draws at most 30 times in a second of %ss, and nearly as often',
  async (reason) => {
    const clock = openClock();
    let frames = 0;
    const pacer = createFramePacer(() => {
      frames += 1;
    }, clock);
    for (let ms = 0; ms < 1000; ms++) {
      pacer.request(reason);
      await clock.pass();
    }
    pacer.stop();
    expect(frames).toBeLessThanOrEqual(30);
    expect(frames).toBeGreaterThan(25);
  },
);
