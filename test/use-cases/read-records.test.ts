import { describe, expect, it } from 'vitest';
import type { Message, TailRecord } from '../../src/domain/record.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { bodyOf } from '../support/deliveries.ts';

const body = bodyOf({ key: 'a.txt' });
const enveloped = JSON.stringify({
  ...{ TopicOwner: '1', TopicName: 'of-the-envelope', MessageId: 'M', SubscriptionName: 's' },
  Message: body,
});

/** The records of messages, one after the other through one reader. */
function read(...messages: readonly Partial<Message>[]): TailRecord[] {
  const readRecords = createRecordReader();
  return messages.flatMap((message) => readRecords({ message: { body, receivedAtMs: 0, ...message } }));
}

describe('the topic of a record', () => {
  it.each<[string, Partial<Message>, string | undefined]>([
    ["is the envelope's", { body: enveloped }, 'of-the-envelope'],
    ["is the source's, which knows better", { body: enveloped, topic: 'of-the-source' }, 'of-the-source'],
    ['is none where nobody knows it', {}, undefined],
  ])('%s', (_, message, topic) => {
    expect(read(message)[0]?.message.topic).toBe(topic);
  });
});

it('tells the latency of each event that has a time, also beside one that has none', () => {
  const [at, later] = ['2026-03-02T08:15:30.000Z', '2026-03-02T08:15:31.000Z'];
  const receivedAtMs = Date.parse(later);
  const bodies = [at, '', at, later, 'no time'].map((time, nth) => bodyOf({ key: `k${nth}`, time }));
  const records = read(...bodies.map((each) => ({ body: each, receivedAtMs })));
  expect(records.map((record) => record.kind === 'event' && record.latencyMs)).toEqual([
    1000,
    undefined,
    1000,
    0,
    undefined,
  ]);
});

it('tells where among the elements of its message a record stands', () => {
  const events = [{ eventName: 'A:B' }, { nothing: 1 }, { eventName: 'A:C' }];
  const records = read({ body: JSON.stringify({ events }) });
  expect(records.map(({ kind, index }) => [kind, index])).toEqual([
    ['event', 0],
    ['undecodable', 1],
    ['event', 2],
  ]);
});
