import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, unescapeText } from '../../src/clients/xml.ts';

describe('the text of an element', () => {
  it.each([
    ['plain', 'in/a b.txt', 'in/a b.txt'],
    ['markup', 'a<b>&c', 'a&lt;b&gt;&amp;c'],
    ['line ends, of which parsers change the one', 'a\r\n\tb', 'a&#13;\n\tb'],
    ['beyond the first plane', '🐈<', '🐈&lt;'],
  ])('is escaped: %s', (_, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it.each(['\u0000', '\u001f', '\ud800', '\udc00', '\ufffe', '\uffff'])(
    'cannot hold %j, which XML cannot carry',
    (character) => {
      for (const text of [character, `a${character}b`, `<${character}>`])
        expect(() => escapeText(text)).toThrow(/XML cannot carry/);
    },
  );

  it('is read back as it was', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '&', '<', '>', ';', '\r', '\n', 'amp', '#13', 'é', '🐈'),
    });
    fc.assert(
      fc.property(text, (given) => {
        expect(unescapeText(escapeText(given))).toBe(given);
      }),
    );
  });
});
