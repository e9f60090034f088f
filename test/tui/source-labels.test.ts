import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/tui/cells.ts';
import { sourceLabels } from '../../src/tui/source-labels.ts';

describe('sourceLabels', () => {
  it.each([
    [['movies', 'logs'], 10, ['movies', 'logs']],
    [['movies', 'photos'], 4, ['movi', 'phot']],
    [['mns-en-topics-oss-movies-12', 'mns-en-topics-oss-photos-13'], 10, ['movies-12', 'photos-13']],
    [['topic-1234567-a', 'topic-1234567-b'], 4, ['a', 'b']],
    [['aaaaaaaa1', 'aaaaaaaa2', 'b'], 4, ['aaa1', 'aaa2', 'b']],
    [['a', 'a-long-name-of-a-topic'], 4, ['a', 'a-lo']],
  ])('%j in %i cells: %j', (names, width, labels) => {
    expect(sourceLabels(names, width)).toEqual(labels);
  });

  it('are never alike, and never wider', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[ab-]{1,12}$/), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.integer({ min: 4, max: 12 }), (all, width) => {
        const labels = sourceLabels(all, width);
        expect(new Set(labels).size).toBe(all.length);
        for (const label of labels) expect(cellWidth(label)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
