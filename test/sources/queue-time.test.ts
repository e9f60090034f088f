/** What a queue source does while time passes, and when it leaps. */
import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/clients/mns.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import { type QueueSourceOptions, queueSource } from '../../src/sources/queue.ts';
import type { Notice } from '../../src/sources/source.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf } from '../support/deliveries.ts';

/** A computer whose time a test lets pass, or which sleeps: then its timers are late, all of them. */
function computer() {
  let nowMs = 1_000_000;
  const timers = new Set<{ readonly atMs: number; readonly fire: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  const fireDue = async () => {
    for (const { fire } of [...timers].filter(({ atMs }) => atMs <= nowMs)) fire();
    await settle();
  };
  return {
    now: () => nowMs,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const fire = () => {
          timers.delete(timer);
          signal?.removeEventListener('abort', fire);
          resolve();
        };
        const timer = { atMs: nowMs + ms, fire };
        timers.add(timer);
        signal?.addEventListener('abort', fire);
        if (signal?.aborted) fire();
      }),
    settle,
    async pass(seconds: number) {
      await settle();
      for (let second = 0; second < seconds; second++) {
        nowMs += 1000;
        await fireDue();
      }
    },
    async sleepFor(seconds: number) {
      await settle();
      nowMs += seconds * 1000;
      await fireDue();
    },
  };
}

const HIDDEN_MS = 30_000;

/** A queue with one message, whose receipt changes with each renewal; polls without one wait. */
function queueOfOne(now: () => number, hiddenMs: number) {
  const log: string[] = [];
  let receipts = 0;
  let polls = 0;
  const message = (): ReceivedMessage => ({
    ...{
      messageId: 'm',
      body: bodyOf({ key: 'a' }),
      receipt: 'r0',
      dequeueCount: 1,
    },
    ...{ enqueuedAtMs: now(), nextVisibleAtMs: now() + hiddenMs },
  });
  const client: QueueSourceOptions['client'] = {
    receive(_queue, { signal }) {
      polls += 1;
      if (polls === 1) return Promise.resolve([message()]);
      return new Promise((_, reject) => {
        const abort = () => reject(new DOMException('the request was aborted', 'AbortError'));
        if (signal?.aborted) abort();
        signal?.addEventListener('abort', abort);
      });
    },
    async changeVisibility(_queue, receipt, seconds) {
      receipts += 1;
      log.push(`${receipt} hidden for ${seconds} s`);
      return { receipt: `r${receipts}`, nextVisibleAtMs: now() + seconds * 1000 };
    },
    async delete(_queue, gone) {
      log.push(`${gone.join()} deleted`);
      return [];
    },
  };
  return { client, log, polls: () => polls };
}

/** Its second poll is answered when the test says so, unless it was broken off before. */
function queueThatAnswersLate(now: () => number) {
  let polls = 0;
  let answer = () => {};
  const { client } = queueOfOne(now, HIDDEN_MS);
  const late: ReceivedMessage = {
    ...{
      messageId: 'm',
      body: bodyOf({ key: 'late' }),
      receipt: 'r',
      dequeueCount: 1,
    },
    ...{ enqueuedAtMs: now(), nextVisibleAtMs: now() + 10 * HIDDEN_MS },
  };
  return {
    answer: () => answer(),
    client: {
      ...client,
      receive(_queue: string, { signal }: { signal?: AbortSignal }) {
        polls += 1;
        if (polls === 1) return Promise.resolve([]);
        const isLate = polls === 2;
        return new Promise<ReceivedMessage[]>((resolve, reject) => {
          if (isLate) answer = () => resolve([late]);
          signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        });
      },
    },
  };
}

function tailOf(system: ReturnType<typeof computer>, sink: Sink, hiddenMs = HIDDEN_MS) {
  const queue = queueOfOne(system.now, hiddenMs);
  const stop = new AbortController();
  const source = queueSource({
    client: queue.client,
    queue: 'q',
    waitSeconds: 30,
    random: () => 0.5,
    ...system,
  });
  const ended = tail({ source, sinks: [sink], accepts: () => true, signal: stop.signal, system });
  return {
    ...queue,
    async end() {
      stop.abort('SIGINT');
      // Polls that do not wait get a moment to end by themselves.
      await system.pass(1);
      return ended;
    },
  };
}

describe('while a slow sink works', () => {
  it('its message stays hidden as long as that takes, and is deleted by its newest receipt', async () => {
    const system = computer();
    let accept = () => {};
    const work = new Promise<void>((resolve) => {
      accept = resolve;
    });
    const { log, end } = tailOf(system, { write: () => work, close: () => {} });
    await system.pass(100);
    const renewals = log.length;
    // Half of the time is kept in hand, less a round: never later than it would show again.
    expect(renewals).toBeGreaterThanOrEqual(Math.floor(100_000 / HIDDEN_MS));
    expect(log).toEqual(Array.from({ length: renewals }, (_, nth) => `r${nth} hidden for 30 s`));
    accept();
    await system.pass(1);
    expect(log.slice(renewals)).toEqual([`r${renewals} deleted`]);
    await system.pass(60);
    expect(log).toHaveLength(renewals + 1);
    await end();
  });

  it('does so in time where the queue hides for a few seconds only', async () => {
    const system = computer();
    const { log, end } = tailOf(system, { write: () => new Promise(() => {}), close: () => {} }, 3000);
    const hiddenUntilMs = { now: system.now() + 3000 };
    for (let second = 1; second <= 12; second++) {
      const before = log.length;
      await system.pass(1);
      if (log.length > before) hiddenUntilMs.now = system.now() + 3000;
      expect(system.now()).toBeLessThan(hiddenUntilMs.now);
    }
    await system.pass(1);
    void end();
    await system.pass(10);
  });
});

describe('when the computer has slept', () => {
  it('the poll that waits is given up and the next one made at once, and the gap is told', async () => {
    const system = computer();
    const notices: Notice[] = [];
    const sink: Sink = { write: () => {}, notice: (notice) => notices.push(notice), close: () => {} };
    const { polls, end } = tailOf(system, sink);
    await system.pass(12);
    const before = polls();
    const fromMs = system.now();
    await system.sleepFor(3600);
    expect(polls()).toBeGreaterThan(before);
    const lost = notices.find(({ link }) => link === 'lost');
    expect(lost?.text).toMatch(/^nothing was read from .* to .*: this computer slept, or its clock was set$/);
    expect(lost?.text).toContain(new Date(system.now()).toISOString());
    expect(lost?.atMs).toBeLessThanOrEqual(fromMs);
    await end();
  });

  it('takes what had come already to the poll that it gives up', async () => {
    const system = computer();
    const keys: string[] = [];
    const late = queueThatAnswersLate(system.now);
    const stop = new AbortController();
    const source = queueSource({
      client: late.client,
      queue: 'q',
      waitSeconds: 30,
      random: () => 0.5,
      ...system,
    });
    const sink: Sink = {
      write: (record) => void keys.push(record.kind === 'event' ? (record.event.key ?? '') : '?'),
      close: () => {},
    };
    const ended = tail({ source, sinks: [sink], accepts: () => true, signal: stop.signal, system });
    await system.pass(3);
    await system.sleepFor(60);
    // It lay in the socket while the computer slept, and is read a moment after the timers.
    late.answer();
    await system.pass(1);
    expect(keys).toEqual(['late']);
    stop.abort('SIGINT');
    await system.pass(1);
    await ended;
  });

  it('a busy minute is no sleep', async () => {
    const system = computer();
    const notices: Notice[] = [];
    const { end } = tailOf(system, {
      write: () => {},
      notice: (notice) => notices.push(notice),
      close: () => {},
    });
    await system.pass(3);
    await system.sleepFor(14);
    await system.pass(30);
    expect(notices.filter(({ link }) => link === 'lost')).toEqual([]);
    await end();
  });
});
