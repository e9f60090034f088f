import { expect, it } from 'vitest';
import { readsBreakOff } from '../../src/clients/break-off.ts';
import type { Rules } from '../../src/clients/rules.ts';

const silent = new Promise<never>(() => {});
const rules: Rules = {
  list: () => silent,
  get: () => silent,
  create: async () => {},
  delete: async () => 'deleted',
};

it('gives up what only reads, and lets what changes something end', async () => {
  const stop = new AbortController();
  const breakable = readsBreakOff(rules, stop.signal);
  const [listed, found] = [breakable.list(), breakable.get('movies')];
  stop.abort('SIGINT');
  await expect(listed).rejects.toThrow('told to end');
  await expect(found).rejects.toThrow('told to end');
  await expect(breakable.list()).rejects.toThrow('told to end');
  expect(await breakable.delete('movies')).toBe('deleted');
});
