import { describe, expect, it } from 'vitest';
import { formatByteSize } from '../../src/domain/byte-size.ts';

describe('formatByteSize', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1024, '1.0 KB'],
    [1536, '1.5 KB'],
    [180_001, '176 KB'],
    [5 * 1024 ** 3, '5.0 GB'],
    [-300, '-300 B'],
    [9 * 1024 ** 5, '9216 TB'],
  ])('%i → %s', (bytes, text) => {
    expect(formatByteSize(bytes)).toBe(text);
  });
});
