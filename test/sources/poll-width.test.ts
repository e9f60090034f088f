import { describe, expect, it } from 'vitest';
import { createPollWidth } from '../../src/sources/poll-width.ts';

const [MOST, FULL] = [4, 16];

/** As wide as can be. */
function widened() {
  const width = createPollWidth(MOST, FULL);
  for (const messages of [FULL, FULL]) width.polled(messages);
  return width;
}

const ask = (width: ReturnType<typeof createPollWidth>, times: number, hadCome: boolean) => {
  for (let time = 0; time < times; time++) width.taken(hadCome);
};

describe('the width of polls', () => {
  it('doubles with each full batch, halves with others, and is one after none', () => {
    const width = createPollWidth(MOST, FULL);
    const widths = [FULL, FULL, FULL, 3, 1, FULL, 0].map((messages) => {
      width.polled(messages);
      return [width.now, width.places];
    });
    expect(widths.map(([now]) => now)).toEqual([2, 4, 4, 2, 1, 2, 1]);
    expect(widths.map(([, places]) => places)).toEqual([2, 4, 4, 2, 1, 2, 1]);
  });

  it('has more places the oftener its reader finds nothing, up to four times as many', () => {
    const width = widened();
    const places = [1, 2, 3, 4].map(() => {
      ask(width, 1, false);
      return width.places;
    });
    expect([width.now, places]).toEqual([MOST, [8, 12, 16, 16]]);
  });

  it('takes them back from a reader who finds an answer each time', () => {
    const width = widened();
    ask(width, 2, false);
    ask(width, 63, true);
    expect(width.places).toBe(12);
    ask(width, 1, true);
    expect(width.places).toBe(8);
    ask(width, 63, true);
    ask(width, 1, false);
    expect(width.places).toBe(12);
    ask(width, 1000, true);
    expect(width.places).toBe(4);
  });

  it('has none to spare while it grows, nor where polls go one by one', () => {
    const [growing, single] = [createPollWidth(MOST, FULL), createPollWidth(1, FULL)];
    for (const width of [growing, single]) ask(width, 3, false);
    growing.polled(FULL);
    expect([growing.places, single.places]).toEqual([2, 1]);
    growing.polled(FULL);
    expect(growing.places).toBe(4);
  });
});
