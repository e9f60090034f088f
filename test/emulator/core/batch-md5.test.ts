import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { md5OfEach } from '../../../src/emulator/core/md5/batch-md5.ts';

const expected = (text: string) => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();

afterEach(() => void vi.unstubAllGlobals());

describe('md5OfEach', () => {
  it('says of texts side by side what is said of each alone, whatever their lengths', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const longer = fc.tuple(text, fc.nat(60)).map(([part, times]) => part.repeat(times));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, longer), { maxLength: 20 }), (texts) => {
        expect(md5OfEach(texts)).toEqual(texts.map(expected));
      }),
    );
  });

  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 8182, 8183, 8184, 65_536])(
    'pads a text of %i bytes, beside shorter and longer ones',
    (bytes) => {
      const texts = ['', 'x'.repeat(bytes), 'é', 'y'.repeat(700), 'z'.repeat(bytes + 1)];
      expect(md5OfEach(texts)).toEqual(texts.map(expected));
    },
  );

  it('takes lone surrogates for what UTF-8 has in their place', () => {
    expect(md5OfEach(['\ud800', 'a'])).toEqual([expected('\ufffd'), expected('a')]);
  });

  it('says the same where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const anew = await import('../../../src/emulator/core/md5/batch-md5.ts');
    for (const texts of [
      ['a', 'b'],
      ['c', 'd', 'e'],
    ])
      expect(anew.md5OfEach(texts)).toEqual(texts.map(expected));
  });
});
