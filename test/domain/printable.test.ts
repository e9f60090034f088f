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
    ['a joiner within Persian', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['joiners after a virama', 'र्\u200Dय क्\u200C', 'र्\u200Dय क्\u200C'],
    ['a family', '👩🏽\u200D👩\u200D👧', '👩🏽\u200D👩\u200D👧'],
    ['a heart on fire', '❤\uFE0F\u200D🔥', '❤\uFE0F\u200D🔥'],
    ['a joiner that joins no emoji', '👩\u200Da', '👩<U+200D>a'],
    ['joiners in Latin', 'pass\u200Cwo\u200Drd', 'pass<U+200C>wo<U+200D>rd'],
    ['two joiners', 'ی\u200C\u200Cخ', 'ی<U+200C><U+200C>خ'],
    ['a joiner at the end', 'ی\u200C', 'ی<U+200C>'],
    ['an Arabic letter mark', 'ا\u061C\u200Cا', 'ا<U+061C><U+200C>ا'],
    ['a tag character', 'a\u{E0041}', 'a<U+E0041>'],
  ])('%s', (_, text, expected) => {
    expect(toPrintable(text)).toBe(expected);
  });

  it('is done after one pass where joiners meet all sorts of neighbours', () => {
    const parts = [
      '\u200C',
      '\u200D',
      'ی',
      '\u064B',
      '\u094D',
      'क',
      '👩',
      '\uFE0F',
      '🏽',
      '\u034F',
      '\u061C',
      'a',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (all) => {
        const printable = toPrintable(all.join(''));
        expect(toPrintable(printable)).toBe(printable);
      }),
    );
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
