import { describe, expect, it } from 'vitest';
import { recordingSource } from '../../src/sources/recording.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { bodyOf, deliveriesIn } from '../support/deliveries.ts';

const MEBI = 1024 * 1024;

async function read(pieces: Iterable<string>) {
  const open = async function* () {
    yield* pieces;
  };
  const items = [];
  for await (const item of recordingSource({ open, now: () => 0 })(new AbortController().signal))
    items.push(item);
  return deliveriesIn(items);
}

describe('lines of a recording', () => {
  it('are the same however their text is cut', async () => {
    const bodies = ['a', 'b', 'c'].map((key) => bodyOf({ key }));
    const text = `${bodies.join('\n')}\n\n`;
    for (const size of [1, 2, 7, 1000, text.length]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, nth) =>
        text.slice(nth * size, (nth + 1) * size),
      );
      expect((await read(pieces)).map(({ message }) => message.body)).toEqual(bodies);
    }
  });

  it('that have no end are told of, with their head, and those after them are read', async () => {
    function* pieces() {
      yield `${bodyOf({ key: 'before' })}\n`;
      for (let count = 0; count < 20; count++) yield 'x'.repeat(MEBI);
      yield `\n${bodyOf({ key: 'after' })}`;
    }
    const deliveries = await read(pieces());
    expect(deliveries.map(({ message }) => message.body.length)).toEqual([
      expect.any(Number),
      1024,
      expect.any(Number),
    ]);
    const records = deliveries.flatMap(createRecordReader());
    expect(records.map((record) => (record.kind === 'event' ? record.event.key : record.reason))).toEqual([
      'before',
      `a line of ${20 * MEBI} characters, of which the first are kept`,
      'after',
    ]);
  });
});
