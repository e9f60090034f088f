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
function queueOfOne(now: () => number) {
  const log: string[] = [];
  let receipts = 0;
  let polls = 0;
  const message = (): ReceivedMessage => ({
    ...{
      messageId: 'm',
      body: bodyOf({ key: 'a' }),
      bodyMd5: '',
      receipt: 'r0',
      priority: 8,
      dequeueCount: 1,
    },
    ...{ enqueuedAtMs: now(), firstDequeuedAtMs: now(), nextVisibleAtMs: now() + HIDDEN_MS },
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

function tailOf(system: ReturnType<typeof computer>, sink: Sink) {
  const queue = queueOfOne(system.now);
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
    // Half of the time is kept in hand, less the rounds of five seconds: never later than it would show again.
    expect(renewals).toBeGreaterThanOrEqual(Math.floor(100_000 / HIDDEN_MS));
    expect(log).toEqual(Array.from({ length: renewals }, (_, nth) => `r${nth} hidden for 30 s`));
    accept();
    await system.pass(1);
    expect(log.slice(renewals)).toEqual([`r${renewals} deleted`]);
    await system.pass(60);
    expect(log).toHaveLength(renewals + 1);
    await end();
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
