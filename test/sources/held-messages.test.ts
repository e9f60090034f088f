import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/clients/mns.ts';
import { createHeldMessages } from '../../src/sources/held-messages.ts';

const HIDDEN_MS = 30_000;

function messages(count: number): ReceivedMessage[] {
  return Array.from({ length: count }, (_, nth) => ({
    ...{ messageId: `m${nth}`, body: 'e30=', receipt: `r${nth}`, enqueuedAtMs: 0, dequeueCount: 1 },
    nextVisibleAtMs: HIDDEN_MS,
  }));
}

/** A service that answers when it is told to, and a clock that is moved by hand. */
function setUp() {
  const asked: (() => void)[] = [];
  const acknowledged: string[] = [];
  let nowMs = 0;
  const held = createHeldMessages({
    queue: 'q',
    client: {
      changeVisibility: (_queue, receipt) =>
        new Promise((resolve) => {
          asked.push(() => resolve({ receipt: `${receipt} anew`, nextVisibleAtMs: nowMs + HIDDEN_MS }));
        }),
    },
    now: () => nowMs,
    clockAheadMs: () => 0,
    acknowledged: (receipt) => void acknowledged.push(receipt),
  });
  const { signal } = new AbortController();
  const later = () => {
    nowMs += HIDDEN_MS - 1000;
  };
  return { held, asked, acknowledged, signal, later };
}

const turn = () => new Promise(setImmediate);

describe('held messages', () => {
  it('are acknowledged by the receipt that comes of hiding them anew, which the end waits for', async () => {
    const { held, asked, acknowledged, signal, later } = setUp();
    const [delivery] = held.add(messages(1));
    later();
    const renewed = held.renew(signal);
    delivery?.acknowledge?.();
    let isSettled = false;
    const settled = held.settled().then(() => {
      isSettled = true;
    });
    await turn();
    expect([acknowledged, isSettled]).toEqual([[], false]);
    asked[0]?.();
    await Promise.all([renewed, settled]);
    expect(acknowledged).toEqual(['r0 anew']);
  });

  it('are acknowledged at once where they are not being hidden, and once', () => {
    const { held, acknowledged } = setUp();
    const [first, second] = held.add(messages(2));
    for (const delivery of [second, first, second]) delivery?.acknowledge?.();
    expect(acknowledged).toEqual(['r1', 'r0']);
  });

  it('are given back many at a time: all that may be held, in sixteen answers of the service', async () => {
    const { held, asked, signal } = setUp();
    held.add(messages(1024));
    const given = held.giveBack(signal);
    let rounds = 0;
    for (await turn(); asked.length > 0; await turn()) {
      rounds += 1;
      for (const answer of asked.splice(0)) answer();
    }
    await given;
    expect(rounds).toBe(16);
  });
});
