import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLatencyScale } from '../../src/domain/latency.ts';

function scaleOf(all: readonly number[]) {
  const scale = createLatencyScale();
  for (const ms of all) scale.add(ms);
  return scale;
}

describe('a latency scale', () => {
  it('knows no percentile of nothing', () => {
    expect(scaleOf([]).percentile(0.5)).toBeUndefined();
  });

  it.each([
    [[-5, -5, 40], 0.5, -1],
    [[0, 0, 0], 0.5, 0],
    [[7], 0.99, 7],
  ])('%j at %d is %d', (all, share, expected) => {
    expect(scaleOf(all).percentile(share)).toBeCloseTo(expected, 5);
  });

  it('is within 2.5 % of the true percentile, whatever the size', () => {
    const durations = fc.array(fc.double({ min: 1, max: 1e15, noNaN: true }), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(0, Math.ceil(share * all.length) - 1)] ?? Number.NaN;
        const found = scaleOf(all).percentile(share) ?? Number.NaN;
        expect(Math.abs(found - truth) / truth).toBeLessThan(0.0251);
      }),
    );
  });

  it('counts every duration in one bucket of a histogram whose last bound is endless', () => {
    const scale = scaleOf([-3, 0.5, 12, 480, 90_000]);
    expect(scale.buckets([1, 100, 1000, Number.POSITIVE_INFINITY])).toEqual([2, 1, 1, 1]);
  });
});
