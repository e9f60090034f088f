import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPrintable } from '../../src/domain/printable.ts';

describe('toPrintable', () => {
  it.each([
    ['plain text', 'movie/a b.mp3', 'movie/a b.mp3'],
    ['CJK, emoji and combining marks', '目录/🎬 e\u0301.txt', '目录/🎬 e\u0301.txt'],
    ['an escape sequence', 'a\u001b[31mb', 'a␛[31mb'],
    ['a hyperlink (OSC 8)', '\u001b]8;;http://x\u0007y', '␛]8;;http://x␇y'],
    ['line breaks', 'a\nb\r', 'a␊b␍'],
    ['a C1 control', 'a\u009bb', 'a<U+009B>b'],
    ['DEL', 'a\u007f', 'a␡'],
    ['a bidi override', 'gpj.\u202etxt', 'gpj.<U+202E>txt'],
    ['a zero-width character', 'a\u200bb', 'a<U+200B>b'],
    ['a lone surrogate', 'a\ud800b', 'a<U+D800>b'],
    ['a tag character', 'a\u{E0041}', 'a<U+E0041>'],
  ])('%s', (_, text, expected) => {
    expect(toPrintable(text)).toBe(expected);
  });

  it('lets no control through, whatever the text, and is done after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const printable = toPrintable(text);
        expect(printable).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
        expect(toPrintable(printable)).toBe(printable);
      }),
    );
  });
});
