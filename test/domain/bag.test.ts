import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBag, type Place } from '../../src/domain/bag.ts';

describe('a bag', () => {
  it('holds what was added and not taken out, in whatever order that happens', () => {
    const steps = fc.array(fc.record({ adds: fc.boolean(), which: fc.nat() }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const bag = createBag<number>();
        const here = new Map<number, Place<number>>();
        const gone: Place<number>[] = [];
        for (const [number, { adds, which }] of all.entries()) {
          const [member, place] = [...here][which % (here.size || 1)] ?? [];
          if (adds || member === undefined || place === undefined) here.set(number, bag.add(number));
          else {
            bag.takeOut(place);
            gone.push(place);
            here.delete(member);
          }
          // Taking out what is out already must not hit another member.
          for (const place of gone) bag.takeOut(place);
          expect([...bag.members()].sort()).toEqual([...here.keys()].sort());
        }
      }),
    );
  });
});
