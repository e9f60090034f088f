import { expect, it } from 'vitest';
import { named } from '../../src/sources/named.ts';
import { delivery, sourceOf } from '../support/deliveries.ts';

it('puts its name on news, and leaves deliveries as they are', async () => {
  const first = delivery('body');
  const source = named(sourceOf([{ kind: 'notice', link: 'ready', atMs: 1 }, first]), 'movies');
  const items = [];
  for await (const item of source(new AbortController().signal)) items.push(item);
  expect(items).toEqual([{ kind: 'notice', link: 'ready', atMs: 1, source: 'movies' }, first]);
  expect(items[1]).toBe(first);
});
