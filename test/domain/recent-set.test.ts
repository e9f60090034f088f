import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecentSet } from '../../src/domain/recent-set.ts';

it('knows the last texts again, and no text that did not come', () => {
  const limit = 3;
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 40 });
  fc.assert(
    fc.property(texts, (given) => {
      const recent = createRecentSet(limit);
      // Those that were new, in their order: the last ones have to be known, and at most twice as many may be.
      const added: string[] = [];
      for (const text of given) {
        const isKnown = recent.has(text);
        if (added.slice(-limit).includes(text)) expect(isKnown).toBe(true);
        if (!added.slice(-2 * limit).includes(text)) expect(isKnown).toBe(false);
        if (!isKnown) added.push(text);
      }
    }),
    { numRuns: 500 },
  );
});

it('knows nothing of what has no text', () => {
  const recent = createRecentSet(1);
  expect([recent.has(undefined), recent.has(undefined)]).toEqual([false, false]);
});
