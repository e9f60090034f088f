import { expect, test } from 'vitest';
import { Nonces } from '../../../src/emulator/http/mns-open/nonces.ts';

const HALF_AN_HOUR_MS = 30 * 60 * 1000;

test('a nonce is refused as long as its time stamp can be good', () => {
  const nonces = new Nonces();
  nonces.use('a', 0);
  expect(() => nonces.use('a', HALF_AN_HOUR_MS - 1)).toThrow('used already');
  nonces.use('a', HALF_AN_HOUR_MS);
  for (const missing of [undefined, '']) expect(() => nonces.use(missing, 0)).toThrow('mandatory');
});

test('the oldest give way to ten thousand newer ones', () => {
  const nonces = new Nonces();
  for (let at = 0; at <= 10_000; at += 1) nonces.use(`n${at}`, at);
  expect(() => nonces.use('n1', 10_001)).toThrow('used already');
  nonces.use('n0', 10_001);
});
