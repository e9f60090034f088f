import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/domain/providers/index.ts';
import {
  describeResource,
  formatResource,
  parseResource,
  type Resource,
  resourceMatches,
  resourceMismatch,
} from '../../src/domain/resource.ts';
import { checkResource } from '../../src/domain/resource-limits.ts';
import { anyResource } from './arbitraries.ts';

const pattern = (prefix: string, suffix: string): Resource => ({ kind: 'pattern', prefix, suffix });
const name = (key: string): Resource => ({ kind: 'name', key });

describe('parseResource', () => {
  it.each([
    ['*', pattern('', '')],
    ['movie/*', pattern('movie/', '')],
    ['*.mp3', pattern('', '.mp3')],
    ['movie/*.mp3', pattern('movie/', '.mp3')],
    ['test/photo.jpg', name('test/photo.jpg')],
    ['a\\*b', name('a*b')],
    ['a\\**b', pattern('a*', 'b')],
    ['a\\\\*b', pattern('a\\', 'b')],
    ['a\\\\\\*b', name('a\\*b')],
    ['C:\\dir', name('C:\\dir')],
    ['end\\', name('end\\')],
    [' spaced ', name(' spaced ')],
    ['目录/*,é', pattern('目录/', ',é')],
  ])('reads %j', (text, resource) => {
    expect(parseResource(text)).toEqual({ ok: true, resource });
  });

  it.each([
    ['a*b*c', 'several-stars', 'PREFIX*SUFFIX'],
    ['**', 'several-stars', '\\*'],
    ['', 'empty-resource', '*'],
  ])('refuses %j and names the way out', (text, code, remedy) => {
    const parsed = parseResource(text);
    if (parsed.ok) throw new Error('was read');
    expect(parsed.problem.code).toBe(code);
    expect(parsed.problem.hint).toContain(remedy);
  });

  it('reads back what formatResource wrote', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        expect(parseResource(formatResource(resource))).toEqual({ ok: true, resource });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('*', '\\', 'a') }), (text) => {
        expect(parseResource(text)).toHaveProperty('ok');
      }),
    );
  });
});

describe('resourceMatches', () => {
  it.each([
    [pattern('movie/', '.mp3'), 'movie/a.mp3', undefined],
    [pattern('movie/', '.mp3'), 'movie/.mp3', undefined],
    [pattern('movie/', '.mp3'), 'movie/a.jpg', 'suffix'],
    [pattern('movie/', '.mp3'), 'music/a.mp3', 'prefix'],
    [pattern('movie/', '.mp3'), 'Movie/a.mp3', 'prefix'],
    [pattern('oho', 'oho'), 'oho', undefined],
    [pattern('', ''), 'any', undefined],
    [pattern('a*', ''), 'a*b', undefined],
    [pattern('a*', ''), 'ab', 'prefix'],
    [name('a/b'), 'a/b', undefined],
    [name('a/b'), 'a/b/', 'name'],
  ] as const)('%j, key %j: fails by %j', (resource, key, mismatch) => {
    expect(resourceMismatch(resource, key)).toBe(mismatch);
    expect(resourceMatches(resource, key)).toBe(mismatch === undefined);
  });
});

describe('describeResource', () => {
  it.each([
    [pattern('logs/', ''), 'prefix "logs/" suffix ""'],
    [name('a\nb'), 'full name "a\\nb"'],
  ])('%j: %s', (resource, text) => {
    expect(describeResource(resource)).toBe(text);
  });
});

describe('checkResource', () => {
  const { oss, ks3 } = providers;
  it.each([
    [pattern('movie/', '.mp3'), oss, []],
    [pattern('', '/x'), oss, []],
    [pattern('/movie', ''), oss, ['impossible-first-character']],
    [name('\\a'), oss, ['impossible-first-character']],
    [pattern('/movie', ''), ks3, []],
    [name('a'), ks3, ['exact-name-unsupported']],
    [name('é'.repeat(511)), oss, []],
    [name('é'.repeat(512)), oss, ['resource-too-long']],
    [pattern('é'.repeat(512), 'x'.repeat(1024)), ks3, []],
    [pattern('x'.repeat(1025), 'é'.repeat(513)), ks3, ['resource-too-long', 'resource-too-long']],
  ])('case %#', (resource, provider, codes) => {
    expect(checkResource(resource, provider).map((problem) => problem.code)).toEqual(codes);
  });
});
