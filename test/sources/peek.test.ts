import { expect, it } from 'vitest';
import type { PeekedMessage } from '../../src/clients/mns.ts';
import { peekSource } from '../../src/sources/peek.ts';
import { retrying } from '../../src/sources/retrying.ts';
import type { Batch, Notice } from '../../src/sources/source.ts';
import { deliveriesIn } from '../support/deliveries.ts';

const message = (messageId: string): PeekedMessage => ({
  messageId,
  body: `body ${messageId}`,
  enqueuedAtMs: 5,
  dequeueCount: 0,
});

/** A queue that answers each look in turn; the last look ends the tail. */
async function looks(...answers: (readonly string[] | Error)[]) {
  const stop = new AbortController();
  const slept: number[] = [];
  let look = 0;
  const client = {
    async peek(_queue: string, batchSize: number) {
      expect(batchSize).toBe(16);
      const answer = answers[look++] ?? [];
      if (look >= answers.length) stop.abort();
      if (answer instanceof Error) throw answer;
      return answer.map(message);
    },
  };
  const system = { now: () => 1000, random: () => 0.5, sleep: async (ms: number) => void slept.push(ms) };
  const source = retrying(peekSource({ client, queue: 'q', ...system }), { ...system, isFatal: () => false });
  const items: (Batch | Notice)[] = [];
  for await (const item of source(stop.signal)) items.push(item);
  const shown = deliveriesIn(items);
  return { shown, ids: shown.map(({ message }) => message.messageId), slept };
}

it('shows each waiting message once, with nothing to acknowledge', async () => {
  const { shown, ids } = await looks(['a', 'b'], ['a', 'b'], ['b', 'c'], ['a']);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(shown[0]).toEqual({
    message: {
      body: 'body a',
      receivedAtMs: 1000,
      queue: 'q',
      messageId: 'a',
      enqueuedAtMs: 5,
      dequeueCount: 0,
    },
  });
});

it('looks once a second, since a look does not wait', async () => {
  expect((await looks([], [], [])).slept).toEqual([1000, 1000, 1000]);
});

it('knows a message again over a lost link', async () => {
  expect((await looks(['a'], new Error('reset'), ['a', 'b'])).ids).toEqual(['a', 'b']);
});
