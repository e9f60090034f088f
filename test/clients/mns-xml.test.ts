import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeElement, writeList } from '../../src/clients/mns-xml.ts';

it('a list is an element for each text', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('&', '<b>', 'a\rb', '', 'MSAx/+=='));
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      expect(writeList('Item', texts)).toBe(texts.map((one) => writeElement('Item', one)).join(''));
    }),
  );
});

it('refuses a list that holds what XML cannot carry', () => {
  expect(() => writeList('Item', ['fine', 'a\u0000b'])).toThrow('control characters');
});
