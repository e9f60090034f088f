/** A sink that is slower than its source holds the source up: what waits in memory does not grow with the backlog. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Sink } from '../../src/sinks/sink.ts';
import { recordingSource } from '../../src/sources/recording.ts';
import { inputText } from '../../src/sources/text-input.ts';
import type { Input } from '../../src/system.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf } from '../support/deliveries.ts';

const CHUNK_BYTES = 64 * 1024;
/** The piece that is in the loop, the end of the one before it, and what the stream reads ahead. */
const MOST_CHUNKS_AHEAD = 4;

/** Writes lines as long as somebody reads, and counts the pieces that were taken. */
function writer(mostChunks: number) {
  const line = `${bodyOf({ key: 'a' })}\n`;
  const chunk = line.repeat(Math.ceil(CHUNK_BYTES / line.length));
  const counts = { chunks: 0, linesInChunk: chunk.length / line.length };
  const stdin = new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      const isOver = counts.chunks === mostChunks;
      if (!isOver) counts.chunks += 1;
      this.push(isOver ? null : chunk);
    },
  });
  return { stdin: stdin as unknown as Input, counts };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

function read(stdin: Input, sink: Sink, signal = new AbortController().signal) {
  const source = recordingSource({ open: (until) => inputText(stdin, until), now: () => 0 });
  const system = { now: () => 0, sleep: async () => {} };
  return tail({ source, accepts: () => true, sinks: [sink], signal, system });
}

describe('stdin', () => {
  it('is read no further while a sink is stuck', async () => {
    const { stdin, counts } = writer(50);
    const stop = new AbortController();
    let written = 0;
    const stuck: Sink = {
      write() {
        written += 1;
        return new Promise(() => {});
      },
      close: () => {},
    };
    const reading = read(stdin, stuck, stop.signal);
    await turns(500);
    expect(counts.chunks).toBeLessThanOrEqual(MOST_CHUNKS_AHEAD);
    expect(written).toBe(64);
    stop.abort();
    await reading;
  });

  it('is never far ahead of a slow sink, which gets all of it', async () => {
    const { stdin, counts } = writer(20);
    let accepted = 0;
    let mostAhead = 0;
    const slow: Sink = {
      async write() {
        mostAhead = Math.max(mostAhead, counts.chunks - Math.floor(accepted / counts.linesInChunk));
        await new Promise(setImmediate);
        accepted += 1;
      },
      close: () => {},
    };
    const { shown } = await read(stdin, slow);
    expect(shown).toBe(20 * counts.linesInChunk);
    expect(mostAhead).toBeLessThanOrEqual(MOST_CHUNKS_AHEAD);
  });
});
