import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPrintable } from '../../src/domain/printable.ts';
import { cellWidth, fitLeft, fitMiddle, fitRight, wrapCells } from '../../src/tui/cells.ts';
import { LatencyScale } from '../../src/tui/latency-scale.ts';
import { formatCount, formatDuration, formatRate, sparkline } from '../../src/tui/quantities.ts';
import { Rate } from '../../src/tui/rate.ts';
import { joinSegments } from '../../src/tui/segments.ts';
import { Tally } from '../../src/tui/tally.ts';

describe('cells', () => {
  it.each([
    ['plain', 8, 'plain   '],
    ['much too long', 8, 'much to…'],
    ['电影片段', 8, '电影片段'],
    ['电影片段', 7, '电影片…'],
    ['电影片段', 6, '电影… '],
    ['e\u0301te\u0301', 4, 'e\u0301te\u0301 '],
  ])('%s in %i cells', (text, width, expected) => {
    expect(fitLeft(text, width)).toBe(expected);
  });

  it('fills exactly the width, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, width) => {
        const printable = toPrintable(text);
        for (const fitted of [fitLeft, fitRight, fitMiddle])
          expect(cellWidth(fitted(printable, width))).toBe(width);
      }),
    );
  });

  it('keeps both ends of a long key', () => {
    expect(fitMiddle('movie/2026/11/22/episode-17.mp3', 20)).toBe('movie/2…isode-17.mp3');
    expect(fitMiddle('k'.repeat(1024), 10)).toBe('kkk…kkkkkk');
  });

  it('wraps without losing a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrapCells(toPrintable(text), width);
        expect(lines.join('')).toBe(toPrintable(text));
        const graphemes = new Intl.Segmenter();
        // A single one may be wider than the line: it is not torn.
        for (const line of lines.filter((wide) => [...graphemes.segment(wide)].length > 1))
          expect(cellWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('LatencyScale', () => {
  it('gives percentiles within 4 %', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.95, 1), (all, share) => {
        const scale = new LatencyScale();
        for (const ms of all) scale.add(ms);
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? 0;
        const found = scale.percentile(share) ?? Number.NaN;
        expect(found).toBeGreaterThanOrEqual(exact - 1);
        expect(found).toBeLessThanOrEqual(exact * 1.041 + 1);
      }),
    );
  });

  it('forgets what is taken back', () => {
    const scale = new LatencyScale();
    for (const ms of [3, 40_000, -7]) scale.add(ms);
    expect(scale.negative).toBe(1);
    for (const ms of [40_000, -7]) scale.remove(ms);
    expect([scale.total, scale.negative, scale.percentile(1)]).toEqual([1, 0, 3]);
  });

  it('counts between limits', () => {
    const scale = new LatencyScale();
    for (const ms of [1, 5, 6, 90, 5000]) scale.add(ms);
    expect(scale.histogram([5, 10, 100])).toEqual([2, 1, 1, 1]);
  });

  it('has no percentile of nothing', () => {
    expect(new LatencyScale().percentile(0.5)).toBeUndefined();
  });
});

describe('Rate', () => {
  it('counts the whole seconds of the last minute', () => {
    const rate = new Rate(0);
    for (const ms of [100, 200, 1500, 3999]) rate.add(ms);
    expect(rate.recent(10, 4000)).toEqual([2, 1, 0, 1]);
    expect(rate.perSecond(4000)).toBe(1);
    expect(rate.perSecond(70_000)).toBe(0);
  });

  it('does not divide by nothing in the first second', () => {
    const rate = new Rate(0);
    rate.add(10);
    expect(rate.perSecond(20)).toBe(0);
  });
});

describe('Tally', () => {
  it('ranks labels, equal ones by the alphabet, and forgets those that are gone', () => {
    const tally = new Tally();
    for (const label of ['b', 'a', 'c', 'c', 'd']) tally.add(label);
    tally.remove('d');
    expect(tally.top()).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
    ]);
    expect([tally.size, tally.total, tally.count('d')]).toEqual([3, 4, 0]);
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 ms'],
    [-5, '-5 ms'],
    [999, '999 ms'],
    [1250, '1.3 s'],
    [300_000, '5 min'],
    [7_200_000, '2 h'],
    [400_000_000, '5 d'],
  ])('%i ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('groups digits and rounds rates', () => {
    expect([formatCount(1_234_567), formatRate(0.44), formatRate(5000)]).toEqual([
      '1,234,567',
      '0.4/s',
      '5,000/s',
    ]);
  });

  it('draws a sparkline against its highest', () => expect(sparkline([0, 1, 4, 8])).toBe('▁▂▅█'));
});

describe('joinSegments', () => {
  const segments = [
    { text: 'first', rank: 0 },
    { text: 'second', rank: 2 },
    { text: 'third', rank: 1 },
  ];

  it.each([
    [30, 'first · second · third'],
    [21, 'first · third'],
    [7, 'first'],
    [3, 'fi…'],
  ])('in %i cells: %s', (width, line) => expect(joinSegments(segments, width)).toBe(line));
});
