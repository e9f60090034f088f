import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLineWriter } from '../../src/sinks/line-writer.ts';

/** Holds what it is given until it is told to be done with it, and reads it only then. */
function slowOutput() {
  const writes: string[] = [];
  const rooms = new Set<ArrayBufferLike>();
  const held: (() => void)[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      held.push(() => {
        writes.push(chunk.toString());
        rooms.add(chunk.buffer);
        done();
      });
    },
  });
  const immediate = () => new Promise((resolve) => setImmediate(resolve));
  const turn = () => immediate().then(immediate);
  const release = () => turn().then(() => held.shift()?.());
  return { writer: createLineWriter(output), turn, release, writes, rooms };
}

describe('the line writer', () => {
  it('puts the lines of a turn into one write', async () => {
    const { writer, release, writes } = slowOutput();
    for (const line of ['a', '目录/🐈', '']) void writer.line(line);
    await release();
    expect(writes).toEqual(['a\n目录/🐈\n\n']);
  });

  it('leaves alone what the stream still holds, and goes on when it is out', async () => {
    const { writer, turn, release, writes } = slowOutput();
    const lines = Array.from({ length: 6 }, (_, index) => `line ${index}`);
    for (const [index, line] of lines.entries()) {
      void writer.line(line);
      await turn();
      // Three are held at once, then one by one.
      if (index === 2) for (let done = 0; done < 3; done++) await release();
    }
    for (const _ of lines) await release();
    expect(writes).toEqual(lines.map((line) => `${line}\n`));
  });

  it('uses the same bytes each time', async () => {
    const { writer, release, rooms, writes } = slowOutput();
    for (const line of ['a', 'b', 'c']) {
      const written = writer.line(line);
      await release();
      await written;
    }
    expect([writes.length, rooms.size]).toEqual([3, 1]);
  });

  it('writes a text of any length', async () => {
    const { writer, release, writes } = slowOutput();
    const lines = ['short', '目'.repeat(400_000), 'end'];
    for (const line of lines) {
      void writer.line(line);
      await release();
    }
    expect(writes.join('')).toBe(`${lines.join('\n')}\n`);
  });
});
