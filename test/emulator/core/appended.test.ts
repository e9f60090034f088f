import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appended } from '../../../src/emulator/core/appended.ts';
import { extendedMd5Hex } from '../../../src/emulator/core/running-md5.ts';
import { md5Hex } from '../../../src/emulator/core/stored-object.ts';
import { crc64Of, extendCrc64 } from '../../../src/emulator/http/oss/crc64.ts';

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

test('digest and sum of what grew are those of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), bytes), { maxLength: 30 }), (steps) => {
      const contents: Buffer[] = [Buffer.from('first')];
      for (const [choice, addition] of steps) {
        const before = contents[choice % contents.length] ?? Buffer.alloc(0);
        const whole = appended(before, addition);
        extendCrc64(before, addition, whole);
        contents.push(whole);
        expect(extendedMd5Hex(before, addition, whole)).toBe(md5Hex(whole));
        expect(crc64Of(whole)).toBe(crc64Of(Buffer.from(whole)));
      }
    }),
  );
});
