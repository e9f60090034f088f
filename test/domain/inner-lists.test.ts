/** Entries with several descriptions, against brute force over all short keys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapsBetween } from '../../src/domain/overlap.ts';
import { intersectionOf } from '../../src/domain/overlap-entry.ts';
import { providers } from '../../src/domain/providers/index.ts';
import { resourceMatches } from '../../src/domain/resource.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { keysUpTo, shortResource } from './arbitraries.ts';

const KEYS = ['', ...keysUpTo(7)];
const entry = fc.array(shortResource, { minLength: 1, maxLength: 3 });
const rule = (name: string, more: Partial<Rule>): Rule => ({
  name,
  bucket: 'night',
  events: ['ObjectCreated:*'],
  resources: [],
  ...more,
});

describe('an entry with several descriptions', () => {
  it('read as "all of them" matches just the keys that all of them match', () => {
    fc.assert(
      fc.property(entry, (descriptions) => {
        const all = intersectionOf(descriptions);
        for (const key of KEYS) {
          const isInAll = descriptions.every((one) => resourceMatches(one, key));
          expect(all !== undefined && resourceMatches(all, key)).toBe(isInAll);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is refused for a key in common under both meanings, suspicious under one, and fine under none', () => {
    fc.assert(
      fc.property(entry, shortResource, (descriptions, other) => {
        const narrow = intersectionOf(descriptions);
        const theirs = rule('theirs', { resources: descriptions, narrow: narrow ? [narrow] : [] });
        const mine = rule('mine', { resources: [other] });
        const shared = KEYS.filter((key) => resourceMatches(other, key));
        const isAny = shared.some((key) => descriptions.some((one) => resourceMatches(one, key)));
        const isAll = shared.some((key) => descriptions.every((one) => resourceMatches(one, key)));
        const level = isAll ? 'error' : isAny ? 'warning' : undefined;
        const levels = overlapsBetween(mine, theirs, providers.oss).map((overlap) => overlap.level);
        expect([...new Set(levels)]).toEqual(level === undefined ? [] : [level]);
      }),
      { numRuns: 300 },
    );
  });
});
