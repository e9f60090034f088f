import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../src/domain/glob.ts';
import { formatResource, type Resource, resourceMatches } from '../../src/domain/resource.ts';

describe('compileGlob', () => {
  it.each([
    // A star crosses slashes, dots and line breaks; a question mark is one character of any kind.
    ['*', ['a', 'a/b', '.hidden', 'a/.b/..', '..', '.', 'a\nb', 'é/ß', '/'], []],
    [
      'movie/*.mp3',
      ['movie/a.mp3', 'movie/a/b/.c.mp3', 'movie/.mp3', 'movie/../x.mp3'],
      ['movie/a.mp4', 'xmovie/a.mp3'],
    ],
    ['**/x', ['a/x', 'a/b/x', '/x'], ['x', 'a/xy']],
    ['a?c', ['abc', 'a/c', 'a.c', 'a\nc', 'aéc'], ['ac', 'abbc']],
    // Classes and braces.
    ['[ab].txt', ['a.txt', 'b.txt', '[ab].txt'], ['c.txt', 'ab.txt']],
    ['[!a]x', ['bx', '/x', '\nx'], ['ax', 'x']],
    ['[^a-c]x', ['dx'], ['bx']],
    ['[]]x', [']x'], ['x']],
    ['[\\]]x', [']x'], ['\\x']],
    ['[\\d]x', ['dx', '\\x'], ['1x']],
    ['[[:digit:]]x', ['1x'], ['dx']],
    ['*.{jpg,png}', ['a/b.jpg', 'c.png'], ['a.gif', 'a.{jpg,png']],
    ['{a/b,c}/*', ['a/b/x', 'c/x'], ['a/x', 'b/x']],
    ['log-{1..12}', ['log-1', 'log-9', 'log-12'], ['log-0', 'log-13']],
    ['{c..a}', ['a', 'b', 'c'], ['d']],
    ['{3..1}', ['1', '2', '3'], ['4']],
    ['{a,{b,c}}', ['a', 'b', 'c'], ['', 'bc']],
    // What is not syntax is itself.
    ['a(1)+.@x!^$|"\'', ['a(1)+.@x!^$|"\''], ['a1']],
    ['IMG (1)*', ['IMG (1).jpg'], ['IMG 1.jpg']],
    ['!a*', ['!ab'], ['b', 'x']],
    ['./a*', ['./ab'], ['ab']],
    ['@(a|b)*', ['@(a|b)c'], ['a', 'b']],
    ['[x', ['[x'], ['x']],
    ['x]*', ['x]y'], ['x']],
    ['a{b*', ['a{bc'], ['ab']],
    ['a}b*', ['a}bc'], ['ab']],
    ['{a*', ['{ab'], ['a']],
    ['photos[2024]/{raw}/*', ['photos2/{raw}/x'], ['photos5/{raw}/x', 'photos2/raw/x']],
    ['photos\\[2024\\]/\\{raw,x\\}/*', ['photos[2024]/{raw,x}/x'], ['photos2/raw/x']],
    ['a\\*b', ['a*b'], ['axb']],
    ['a\\?b', ['a?b'], ['axb']],
    ['a\\\\*', ['a\\b'], ['ab']],
    ['C:\\dir*', ['C:\\dir', 'C:\\dirx'], ['C:dir', 'C:1ir']],
    ['a\\', ['a\\'], ['a']],
    ['目录/*.txt', ['目录/50%+1.txt'], ['目/x.txt']],
    ['a.b', ['a.b'], ['axb']],
    ['', [''], ['a']],
  ])('%j', (glob, matching, others) => {
    const matches = compileGlob(glob);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter((text) => matches(text))).toEqual([]);
  });

  it('does not take an escape for itself', () => {
    expect(compileGlob('\\*')('*')).toBe(true);
    expect(compileGlob('\\*')('\\*')).toBe(false);
  });

  it("means the same as a rule's pattern, whatever the key", () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'b', '/', '.', '*', '\\', '\n', '(', '+', '!', 'é', '😀', '$', '"'),
      maxLength: 4,
    });
    const resource: fc.Arbitrary<Resource> = fc.oneof(
      fc.record({ kind: fc.constant('pattern' as const), prefix: part, suffix: part }),
      fc.record({ kind: fc.constant('name' as const), key: part }),
    );
    const key = fc.tuple(resource, part, part).map(([seen, middle, other]) => {
      return seen.kind === 'pattern' ? seen.prefix + middle + seen.suffix : seen.key + other;
    });
    fc.assert(
      fc.property(resource, key, (one, text) => {
        // Where prefix and suffix would have to share letters, a rule matches and a glob does not.
        fc.pre(one.kind === 'name' || text.length >= one.prefix.length + one.suffix.length);
        expect(compileGlob(formatResource(one))(text)).toBe(resourceMatches(one, text));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(part, part, part, (prefix, middle, suffix) => {
        const glob = formatResource({ kind: 'pattern', prefix, suffix });
        expect(compileGlob(glob)(prefix + middle + suffix)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, and lets a text match itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'*?[]{}()!^-,.\\/ab1:|+@$"'), maxLength: 12 }),
        (glob) => {
          const matches = compileGlob(glob)(glob);
          // An escape is syntax: it stands for the character behind it, not for itself.
          if (!glob.includes('\\')) expect(matches).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
