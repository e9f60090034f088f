import fc from 'fast-check';
import type { Resource } from '../../src/domain/resource.ts';

/** Short texts over two letters, so that prefixes and suffixes meet often. */
export const shortText = (maxLength = 3): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });

export const shortResource: fc.Arbitrary<Resource> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pattern' as const), prefix: shortText(), suffix: shortText() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('name' as const), key: shortText(4) }) },
);

export const anyResource: fc.Arbitrary<Resource> = fc.oneof(
  fc.record({
    kind: fc.constant('pattern' as const),
    prefix: fc.string({ unit: 'binary' }),
    suffix: fc.string({ unit: 'binary' }),
  }),
  fc.record({ kind: fc.constant('name' as const), key: fc.string({ unit: 'binary', minLength: 1 }) }),
);

/** Every key over the two letters, the empty one left out: no object has it. */
export function keysUpTo(length: number): string[] {
  let longest = [''];
  const keys: string[] = [];
  for (let size = 1; size <= length; size++) {
    longest = longest.flatMap((key) => [`${key}a`, `${key}b`]);
    keys.push(...longest);
  }
  return keys;
}
