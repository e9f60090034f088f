import { describe, expect, it } from 'vitest';
import { merged } from '../../src/sources/merged.ts';
import type { Batch, Notice, Source } from '../../src/sources/source.ts';
import { batch, deliveriesIn, delivery, sourceOf } from '../support/deliveries.ts';

async function bodies(source: Source, signal = new AbortController().signal): Promise<string[]> {
  const found: string[] = [];
  for await (const item of source(signal))
    found.push(...deliveriesIn([item]).map(({ message }) => message.body));
  return found;
}

describe('merged', () => {
  it('gives the items of all sources, each source in its own order', async () => {
    const found = await bodies(
      merged([
        sourceOf([delivery('a1'), delivery('a2')]),
        sourceOf([delivery('b1'), delivery('b2')]),
        sourceOf([]),
      ]),
    );
    expect(found.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2']);
    expect(found.filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  it('runs the ending of every source when its reader leaves', async () => {
    const ended: string[] = [];
    const endless = (name: string): Source =>
      async function* (signal): AsyncGenerator<Batch | Notice> {
        try {
          yield batch(delivery(name));
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        } finally {
          ended.push(name);
        }
      };
    for await (const _item of merged([endless('a'), endless('b')])(new AbortController().signal)) break;
    expect(ended.sort()).toEqual(['a', 'b']);
  });

  it('fails when one source fails, and ends the others', async () => {
    let ended = false;
    const failing: Source = async function* () {
      yield batch(delivery('a'));
      throw new Error('queue is gone');
    };
    const other: Source = async function* (signal) {
      yield batch(delivery('b'));
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      ended = true;
    };
    await expect(bodies(merged([failing, other]))).rejects.toThrow('queue is gone');
    expect(ended).toBe(true);
  });
});
