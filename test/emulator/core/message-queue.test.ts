import { beforeEach, describe, expect, test } from 'vitest';
import { Faults } from '../../../src/emulator/core/faults.ts';
import { noJournal } from '../../../src/emulator/core/journal.ts';
import { strictLimits } from '../../../src/emulator/core/limits.ts';
import type { Message } from '../../../src/emulator/core/message.ts';
import { MessageQueue } from '../../../src/emulator/core/message-queue.ts';
import { Problem } from '../../../src/emulator/core/problem.ts';
import { usualQueueAttributes } from '../../../src/emulator/core/queue-attributes.ts';
import { ManualClock } from '../support/manual-clock.ts';

let clock: ManualClock;
let queue: MessageQueue;

beforeEach(() => {
  clock = new ManualClock(1_700_000_000_000);
  queue = new MessageQueue('q', usualQueueAttributes(strictLimits), {
    clock,
    limits: strictLimits,
    faults: new Faults(),
    journal: noJournal,
  });
});

function sent(body: string, more: { delaySeconds?: number; priority?: number } = {}): Message {
  const message = queue.send({ body, ...more });
  if (message instanceof Problem) throw new Error(message.kind);
  return message;
}

const bodies = (messages: readonly Message[]) => messages.map(({ body }) => body);

function receiptOf(message: Message | undefined): string {
  if (message?.receipt === undefined) throw new Error('no receipt');
  return message.receipt;
}

const kindOf = (result: unknown) => (result instanceof Problem ? result.kind : result);

describe('receiving', () => {
  test('serves the smallest priority first, and within it the oldest', () => {
    sent('b');
    sent('c', { priority: 16 });
    sent('a', { priority: 1 });
    sent('b2');
    expect(bodies(queue.receive(16))).toEqual(['a', 'b', 'b2', 'c']);
    expect(queue.receive(16)).toEqual([]);
  });

  test('hides until the visibility timeout, then serves again with a new receipt', () => {
    sent('x');
    const first = receiptOf(queue.receive(1)[0]);
    clock.advance(29_999);
    expect(queue.receive(1)).toEqual([]);
    clock.advance(1);
    const [again] = queue.receive(1);
    expect(again).toMatchObject({ dequeueCount: 2, firstDequeuedAtMs: 1_700_000_000_000 });
    expect(kindOf(queue.remove(first))).toBe('receipt-invalid');
    expect(queue.remove(receiptOf(again))).toBeUndefined();
    expect(queue.counts()).toMatchObject({ active: 0, inactive: 0, delayed: 0 });
  });

  test('counts what is active, inactive and delayed', () => {
    sent('now');
    sent('now too');
    sent('later', { delaySeconds: 10 });
    queue.receive(1);
    expect(queue.counts()).toMatchObject({ active: 1, inactive: 1, delayed: 1 });
    clock.advance(10_000);
    expect(queue.counts()).toMatchObject({ active: 2, inactive: 1, delayed: 0 });
  });

  test('a delayed message can be deleted before it is visible', () => {
    const { receipt } = sent('later', { delaySeconds: 10 });
    expect(queue.remove(receipt ?? '')).toBeUndefined();
    clock.advance(10_000);
    expect(queue.receive(1)).toEqual([]);
  });

  test('drops what is older than the retention, in whatever state', () => {
    queue.setAttributes({ ...queue.attributes, retentionSeconds: 60 });
    sent('active');
    sent('inactive', { priority: 1 });
    queue.receive(1);
    clock.advance(59_999);
    sent('young');
    clock.advance(1);
    expect(bodies(queue.receive(16))).toEqual(['young']);
    expect(queue.all()).toHaveLength(1);
  });

  test('peeks without changing anything', () => {
    sent('a');
    sent('b');
    expect(bodies(queue.peek(1))).toEqual(['a']);
    expect(bodies(queue.peek(16))).toEqual(['a', 'b']);
    expect(queue.peek(1)[0]).toMatchObject({ dequeueCount: 0, receipt: undefined });
  });
});

describe('receipts', () => {
  test('a changed visibility counts from the call and replaces the receipt', () => {
    sent('x');
    const old = receiptOf(queue.receive(1)[0]);
    clock.advance(20_000);
    const changed = queue.changeVisibility(old, 40);
    expect(changed).toMatchObject({ visibleAtMs: 1_700_000_060_000 });
    expect(kindOf(queue.changeVisibility(old, 40))).toBe('receipt-invalid');
    clock.advance(39_999);
    expect(queue.receive(1)).toEqual([]);
    clock.advance(1);
    expect(queue.receive(1)).toHaveLength(1);
  });

  test.each([0, 43_201, 1.5, Number.NaN])('a visibility of %s is out of range', (seconds) => {
    sent('x');
    const receipt = receiptOf(queue.receive(1)[0]);
    expect(kindOf(queue.changeVisibility(receipt, seconds))).toBe('value-out-of-range');
  });

  test('what is no receipt, and what is gone, are told apart', () => {
    sent('x');
    const receipt = receiptOf(queue.receive(1)[0]);
    expect(kindOf(queue.remove('nonsense'))).toBe('receipt-invalid');
    queue.remove(receipt);
    expect(kindOf(queue.remove(receipt))).toBe('message-missing');
  });
});

describe('long polls', () => {
  const poll = (waitMs: number, maximum = 1) => {
    const answers: string[][] = [];
    const withdraw = queue.poll(maximum, waitMs, (messages) => answers.push(bodies(messages)));
    return { answers, withdraw };
  };

  test('end with nothing when their time is up', () => {
    const { answers } = poll(5000);
    clock.advance(4999);
    expect(answers).toEqual([]);
    clock.advance(1);
    expect(answers).toEqual([[]]);
    expect(clock.pending).toBe(0);
  });

  test('are served in their order, one message each', () => {
    const [one, two] = [poll(5000), poll(5000)];
    sent('a');
    sent('b');
    sent('c');
    expect([one.answers, two.answers]).toEqual([[['a']], [['b']]]);
    expect(clock.pending).toBe(0);
  });

  test('end when a delay or a visibility timeout ends', () => {
    sent('hidden');
    queue.receive(1);
    const one = poll(30_000);
    sent('delayed', { delaySeconds: 3 });
    const two = poll(60_000);
    clock.advance(3000);
    expect(one.answers).toEqual([['delayed']]);
    clock.advance(27_000);
    expect(two.answers).toEqual([['hidden']]);
  });

  test('that were withdrawn take no message', () => {
    const { answers, withdraw } = poll(5000);
    withdraw();
    sent('a');
    expect(answers).toEqual([]);
    expect(bodies(queue.receive(1))).toEqual(['a']);
  });

  test('beyond the cap are answered at once', () => {
    for (let at = 0; at < strictLimits.longPollsPerQueue; at += 1) poll(5000);
    expect(poll(5000).answers).toEqual([[]]);
  });

  test('all end when they are told to', () => {
    const { answers } = poll(5000);
    queue.endPolls();
    expect(answers).toEqual([[]]);
    expect(clock.pending).toBe(0);
  });
});

describe('sending', () => {
  test.each([
    ['an empty body', { body: '' }, 'value-invalid'],
    ['a body too long', { body: 'x'.repeat(65_537) }, 'message-too-long'],
    ['a body too long in bytes', { body: '目'.repeat(21_846) }, 'message-too-long'],
    ['a priority of 17', { body: 'x', priority: 17 }, 'value-out-of-range'],
    ['a delay of eight days', { body: 'x', delaySeconds: 691_200 }, 'value-out-of-range'],
  ])('refuses %s', (_, message, kind) => {
    expect(kindOf(queue.send(message))).toBe(kind);
  });

  test('takes the longest body', () => {
    expect(sent('x'.repeat(65_536)).body).toHaveLength(65_536);
  });

  test("uses the queue's delay where the message has none of its own", () => {
    queue.setAttributes({ ...queue.attributes, delaySeconds: 5 });
    sent('later');
    sent('at once', { delaySeconds: 0 });
    expect(bodies(queue.receive(16))).toEqual(['at once']);
  });
});
