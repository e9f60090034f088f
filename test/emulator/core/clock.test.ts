import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { realClock } from '../../../src/emulator/core/clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([1, 20 * DAY_MS, 60 * DAY_MS])('a timer of %i ms fires once, and then', (ms) => {
  const fire = vi.fn();
  realClock.setTimer(ms, fire);
  vi.advanceTimersByTime(ms - 1);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fire).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test('one without an end never fires, and can be cancelled late', () => {
  const fire = vi.fn();
  const cancel = realClock.setTimer(Number.POSITIVE_INFINITY, fire);
  vi.advanceTimersByTime(100 * DAY_MS);
  expect([fire.mock.calls.length, vi.getTimerCount()]).toEqual([0, 1]);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
});
