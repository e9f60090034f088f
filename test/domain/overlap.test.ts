import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findOverlaps,
  type Overlap,
  overlapsBetween,
  overlapsWithin,
  resourcesOverlap,
} from '../../src/domain/overlap.ts';
import { providers } from '../../src/domain/providers/index.ts';
import { formatResource, parseResource, type Resource, resourceMatches } from '../../src/domain/resource.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { keysUpTo, shortResource } from './arbitraries.ts';

const { oss, ks3 } = providers;
const PUT = 'ObjectCreated:PutObject';

function rule(
  name: string,
  matches: readonly string[],
  events: readonly string[] = [PUT],
  bucket = 'photos',
): Rule {
  return { name, bucket, events, resources: matches.map(resource) };
}

function resource(text: string): Resource {
  const parsed = parseResource(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.resource;
}

describe('the vectors of the definition', () => {
  it.each([
    ['logs/*', '*.gz', 'logs/.gz', 'both'],
    ['logs/2025/*.gz', 'logs/2026/*.gz', undefined, 'suffix'],
    ['tickets/eu/*.json', 'tickets/*on', 'tickets/eu/.json', 'both'],
    ['raw/*.wav', 'raw/*.flac', undefined, 'prefix'],
    ['cam*.ts', 'camera/*.ts', 'camera/.ts', 'both'],
    ['conf/site.toml', 'conf/*.toml', 'conf/site.toml', undefined],
    ['conf/site.toml', 'conf/Site.toml', undefined, undefined],
    ['in/*in/x', 'in*/x', 'in/in/x', 'both'],
    ['oho', 'oh*ho', 'oho', undefined],
    ['oho', 'oho*oho', 'oho', undefined],
    ['*', '*', 'any-object', 'both'],
    ['*', '*/x', 'x/x', 'both'],
    ['*\\\\x', '*', 'x\\x', 'both'],
    ['a/*', '*/x', 'a//x', 'both'],
  ])('%s and %s: witness %j', (a, b, witness, ks3Dimension) => {
    expect(resourcesOverlap(resource(a), resource(b))).toBe(witness);
    expect(resourcesOverlap(resource(b), resource(a))).toBe(witness);
    if (witness !== undefined) {
      expect(resourceMatches(resource(a), witness) && resourceMatches(resource(b), witness)).toBe(true);
    }
    if (ks3Dimension === undefined) return;
    const [found] = overlapsBetween(rule('a', [a]), rule('b', [b]), ks3);
    expect(found).toMatchObject({
      dimension: ks3Dimension,
      level: witness === undefined ? 'warning' : 'error',
      witness: witness ?? '',
    });
    expect(overlapsBetween(rule('a', [a]), rule('b', [b]), oss)).toHaveLength(witness === undefined ? 0 : 1);
  });

  it('compares KS3 categories by pattern', () => {
    const bin = rule('a', ['bin/*'], ['ks3:ObjectRemoved:*']);
    const all = rule('b', ['*'], ['ks3:ObjectRemoved:Retention']);
    expect(overlapsBetween(bin, all, ks3)).toEqual<Overlap[]>([
      {
        a: bin,
        b: all,
        ruleA: 'a',
        entryA: { kind: 'pattern', prefix: 'bin/', suffix: '' },
        ruleB: 'b',
        entryB: { kind: 'pattern', prefix: '', suffix: '' },
        events: ['ks3:ObjectRemoved:Retention'],
        witness: 'bin/',
        level: 'error',
        dimension: 'both',
      },
    ]);
  });

  it.each([
    ['ObjectRemoved:DeleteObject', 'photos'],
    ['ObjectReplication:ObjectCreated', 'photos'],
    ['ObjectCreated:*', 'photos-2'],
  ])('finds nothing without a common event and bucket: %s in %s', (event, bucket) => {
    const rules = [rule('a', ['*'], [PUT]), rule('b', ['*'], [event], bucket)] as const;
    expect(overlapsBetween(...rules, oss)).toEqual([]);
    expect(findOverlaps(rules, oss)).toEqual([]);
  });

  it.each([
    ['ObjectCreated:*', 'source*zip', true],
    [PUT, 'source*zip', true],
    [PUT, 'source*', true],
    [PUT, '*zip', true],
    ['ObjectCreated:PostObject', 'source*zip', false],
  ])('agrees with the documented pairs of triggers: %s %s', (event, match, conflict) => {
    const existing = rule('old', ['source*zip']);
    expect(overlapsBetween(existing, rule('new', [match], [event]), oss)).toHaveLength(conflict ? 1 : 0);
  });
});

describe('witness', () => {
  it('stays within a key where prefix and suffix can share letters', () => {
    const long = `${'d/'.repeat(400)}end`;
    const found = resourcesOverlap(resource(`${long}*`), resource(`*${'d/'.repeat(200)}end`));
    expect(found).toBe(long);
  });

  it('is still given when no key can be long enough', () => {
    const found = resourcesOverlap(resource(`${'a'.repeat(600)}*`), resource(`*${'b'.repeat(600)}`));
    expect(found).toBe('a'.repeat(600) + 'b'.repeat(600));
  });
});

describe('resourcesOverlap, against every short key', () => {
  const keys = keysUpTo(7);

  it('finds a common key exactly where there is one', () => {
    fc.assert(
      fc.property(shortResource, shortResource, (a, b) => {
        const common = keys.some((key) => resourceMatches(a, key) && resourceMatches(b, key));
        expect(resourcesOverlap(a, b) !== undefined).toBe(common || bothMatchEmpty(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('is symmetric, and its witness matches both', () => {
    fc.assert(
      fc.property(shortResource, shortResource, (a, b) => {
        const witness = resourcesOverlap(a, b);
        expect(resourcesOverlap(b, a)).toBe(witness);
        if (witness === undefined) return;
        expect([resourceMatches(a, witness), resourceMatches(b, witness)]).toEqual([true, true]);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The empty name is no key, but two descriptions can agree on it. */
function bothMatchEmpty(a: Resource, b: Resource): boolean {
  return resourceMatches(a, '') && resourceMatches(b, '');
}

const EVENTS = [
  PUT,
  'ObjectCreated:*',
  'ObjectCreated:PostObject',
  'ObjectRemoved:*',
  'DeleteObject',
  'oss:PutObject',
  'New:A',
  'New:*',
];

const anyRules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record({
      bucket: fc.constantFrom('one', 'two'),
      events: fc.array(fc.constantFrom(...EVENTS), { maxLength: 3 }),
      resources: fc.array(shortResource, { maxLength: 5 }),
    }),
    { maxLength: 12 },
  )
  .map((rules) => rules.map((fields, index) => ({ name: `r${index}`, ...fields })));

describe('findOverlaps', () => {
  it('finds by index what the double loop finds, in the same order', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const looped = ['one', 'two'].flatMap((bucket) =>
          doubleLoop(rules.filter((one) => one.bucket === bucket)),
        );
        const found = findOverlaps(rules, oss);
        expect(found.filter(inBucket(rules, 'one')).concat(found.filter(inBucket(rules, 'two')))).toEqual(
          looped,
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('finds the same errors on KS3, beside its warnings', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const known = rules.map((one) => ({
          ...one,
          events: one.events.filter((type) => !type.includes('oss:')),
        }));
        const errors = findOverlaps(known, ks3).filter(({ level }) => level === 'error');
        expect(errors.map(pairText)).toEqual(findOverlaps(known, oss).map(pairText));
      }),
    );
  });

  it('finds the few pairs among rules of many event types', () => {
    const rules = Array.from({ length: 200 }, (_, at) =>
      rule(`r${at}`, ['*'], [`Later:Operation${at % 100}`]),
    );
    const found = findOverlaps([...rules, rule('wide', ['*'], ['Later:*'])], oss);
    expect(found.filter(({ ruleB }) => ruleB === 'wide')).toHaveLength(200);
    expect(found.filter(({ ruleB }) => ruleB !== 'wide').map(({ ruleA, ruleB }) => [ruleA, ruleB])).toEqual(
      Array.from({ length: 100 }, (_, at) => [`r${at}`, `r${at + 100}`]),
    );
  });

  // How long these two take: bench/rule-check.js.
  it('finds nothing where long suffixes differ at their beginning only, or at their end only', () => {
    const tail = 'x'.repeat(300);
    const rules = Array.from({ length: 2_000 }, (_, at) =>
      rule(
        `r${at}`,
        [1, 2, 3].map((part) => (at % 2 === 0 ? `*${tail}-${at}-${part}-` : `*-${at}-${part}-${tail}`)),
      ),
    );
    expect(findOverlaps(rules, oss)).toEqual([]);
  });

  it('reports a description that a lone rule repeats once', () => {
    expect(findOverlaps([rule('a', ['x*', 'x*'])], oss)).toHaveLength(1);
    expect(overlapsWithin(rule('a', ['x*', 'x*', 'y*']), oss)).toHaveLength(1);
  });

  it('keeps warnings to as many rules as a person would read', () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, at) => rule(`r${at}`, [`${1000 + at}/*`]));
    expect(findOverlaps(rules(10), ks3)).toHaveLength(45);
    expect(findOverlaps(rules(101), ks3)).toEqual([]);
  });

  it('finds nothing among ten thousand disjoint rules', () => {
    const rules = Array.from({ length: 10_000 }, (_, at) =>
      rule(
        `r${at}`,
        [1, 2, 3, 4, 5].map((part) => `area-${at}/part-${part}/*.log.gz`),
        ['ObjectCreated:*', 'GetObject'],
      ),
    );
    expect(findOverlaps(rules, oss)).toEqual([]);
  });
});

function doubleLoop(rules: readonly Rule[]): Overlap[] {
  return rules.flatMap((a, at) => [
    ...overlapsWithin(a, oss),
    ...rules.slice(at + 1).flatMap((b) => overlapsBetween(a, b, oss)),
  ]);
}

function inBucket(rules: readonly Rule[], bucket: string): (overlap: Overlap) => boolean {
  const names = new Set(rules.filter((one) => one.bucket === bucket).map(({ name }) => name));
  return ({ ruleA }) => names.has(ruleA);
}

function pairText({ ruleA, entryA, ruleB, entryB }: Overlap): string {
  return [ruleA, formatResource(entryA), ruleB, formatResource(entryB)].join(' ');
}
