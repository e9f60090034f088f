import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appended } from '../../../src/emulator/core/appended.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

test('what grew out of one content in two ways does not mix', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), bytes), { maxLength: 30 }), (steps) => {
      const contents: Buffer[] = [Buffer.alloc(0)];
      const expected = [''];
      for (const [choice, addition] of steps) {
        const at = choice % contents.length;
        contents.push(appended(contents[at] ?? Buffer.alloc(0), addition));
        expected.push((expected[at] ?? '') + addition.toString('hex'));
      }
      expect(contents.map((content) => content.toString('hex'))).toEqual(expected);
    }),
  );
});
