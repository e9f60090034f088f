import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgeLine } from '../../../src/emulator/core/age-line.ts';
import { newMessage } from '../../../src/emulator/core/new-message.ts';

const message = (body: string) => newMessage({ body }, '', { delaySeconds: 0, priority: 8 }, 1000);

describe('messages by age', () => {
  it('are what came and has not gone, in the order in which they came', () => {
    const steps = fc.array(fc.record({ comes: fc.boolean(), which: fc.nat() }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, (all) => {
        const line = new AgeLine();
        const here: ReturnType<typeof message>[] = [];
        for (const [number, { comes, which }] of all.entries()) {
          const going = here[which % (here.length || 1)];
          if (comes || going === undefined) {
            const coming = message(String(number));
            here.push(coming);
            line.add(coming);
          } else {
            here.splice(here.indexOf(going), 1);
            going.state = 'gone';
            line.closeUp();
          }
          expect([line.size, line.oldest(), line.all()]).toEqual([here.length, here[0], here]);
        }
      }),
    );
  });

  it('knows who is the oldest when thousands behind it have gone', () => {
    const line = new AgeLine();
    const first = message('stays');
    line.add(first);
    for (let round = 0; round < 5000; round += 1) {
      const next = message('goes');
      line.add(next);
      next.state = 'gone';
      line.closeUp();
    }
    expect(line.all()).toEqual([first]);
    expect(line.size).toBe(1);
  });
});
