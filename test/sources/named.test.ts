import { expect, it } from 'vitest';
import { named } from '../../src/sources/named.ts';
import type { Source } from '../../src/sources/source.ts';
import { batch, delivery } from '../support/deliveries.ts';

it('puts its name on news, and leaves deliveries as they are', async () => {
  const first = batch(delivery('body'));
  const passing: Source = async function* () {
    yield { kind: 'notice', link: 'ready', atMs: 1 };
    yield first;
  };
  const source = named(passing, 'movies');
  const items = [];
  for await (const item of source(new AbortController().signal)) items.push(item);
  expect(items).toEqual([{ kind: 'notice', link: 'ready', atMs: 1, source: 'movies' }, first]);
  expect(items[1]).toBe(first);
});
