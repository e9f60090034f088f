import { expect, it } from 'vitest';
import { reading } from '../../src/sources/reading.ts';
import type { Batch } from '../../src/sources/source.ts';

it('a text is read from the start, before anything of it came', async () => {
  const batch: Batch = { kind: 'batch', deliveries: [{ message: { body: 'b', receivedAtMs: 1 } }] };
  const source = reading(
    async function* () {
      yield batch;
    },
    () => 7,
  );
  const items: unknown[] = [];
  for await (const item of source(new AbortController().signal)) items.push(item);
  expect(items).toEqual([{ kind: 'notice', link: 'reading', atMs: 7 }, batch]);
});
