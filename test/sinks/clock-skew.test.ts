import { expect, it } from 'vitest';
import { clockSkewSink } from '../../src/sinks/clock-skew.ts';
import type { Notice } from '../../src/sources/source.ts';

function told(...aheadMs: (number | undefined)[]): Notice[] {
  const given: Notice[] = [];
  let poll = 0;
  const sink = clockSkewSink(
    () => aheadMs[poll],
    (notice) => given.push(notice),
  );
  for (; poll < aheadMs.length; poll++) sink.notice?.({ kind: 'notice', link: 'polled', atMs: poll });
  return given;
}

it.each([
  [20_000, /20 s ahead of the service's; latencies are not corrected, and so too long$/],
  [-200_400, /3 min 20 s behind the service's; latencies are not corrected, and so too short$/],
  [7_500_000, /2 h 5 min ahead/],
])('a clock that is off by %i ms is told once', (ms, text) => {
  expect(told(undefined, ms, ms, ms * 2)).toEqual([
    { kind: 'notice', link: 'clock', atMs: 1, aheadMs: ms, text: expect.stringMatching(text) },
  ]);
});

it('a clock that is nearly right is not told', () => {
  expect(told(undefined, 0, 2999, -2999)).toEqual([]);
});
