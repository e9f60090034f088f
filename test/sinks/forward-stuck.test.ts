import { describe, expect, it } from 'vitest';
import { forwardSink } from '../../src/sinks/forward.ts';
import type { PostAnswer } from '../../src/sinks/http-poster.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf, delivery, sourceOf } from '../support/deliveries.ts';

const TAKEN: PostAnswer = { kind: 'answer', status: 204 };
const FAILED: PostAnswer = { kind: 'answer', status: 500 };
const AWAY: PostAnswer = { kind: 'none', code: 'ECONNREFUSED' };
const throttled = (retryAfter?: string): PostAnswer => ({
  kind: 'answer',
  status: 429,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** A clock that goes on to the next sleeper once nothing else is left to do. */
function virtualClock() {
  let nowMs = 0;
  const sleepers = new Set<{ atMs: number; wake: () => void }>();
  return {
    now: () => nowMs,
    random: () => 0.5,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const sleeper = { atMs: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          resolve();
        });
      }),
    async goOnUntil(endMs: number): Promise<void> {
      for (;;) {
        for (let round = 0; round < 3; round++) await new Promise(setImmediate);
        const [next] = [...sleepers].sort((one, other) => one.atMs - other.atMs);
        if (next === undefined || next.atMs > endMs) break;
        sleepers.delete(next);
        nowMs = next.atMs;
        next.wake();
      }
      nowMs = endMs;
    },
  };
}

interface Run {
  readonly keys: readonly string[];
  readonly answer: (post: { key: string; nth: number; nowMs: number }) => PostAnswer;
  readonly untilMs: number;
  readonly comesAgain?: boolean;
  readonly buries?: true;
}

/** Forwards an event of each key to a receiver that answers so; all there is to see after that time. */
async function forward({ keys, answer, untilMs, comesAgain = true, buries }: Run) {
  const clock = virtualClock();
  const posts: { key: string; nowMs: number }[] = [];
  const tries = new Map<string, number>();
  const seen = {
    told: [] as string[],
    acknowledged: [] as string[],
    letGo: [] as string[],
    buried: [] as string[],
  };
  const stop = new AbortController();
  const sink = forwardSink({
    poster: {
      async post(_url, { body }) {
        const { key } = JSON.parse(body).data.oss.object;
        const post = { key, nowMs: clock.now() };
        posts.push(post);
        tries.set(key, (tries.get(key) ?? 0) + 1);
        const result = answer({ ...post, nth: tries.get(key) ?? 1 });
        await clock.sleep(100);
        return result;
      },
      close: async () => {},
    },
    route: () => 'http://receiver/in?secret=1',
    format: 'cloudevents',
    overrides: {},
    ifRefused: 'comes again',
    comesAgain,
    tell: (text) => seen.told.push(text),
    system: clock,
    ...(buries && {
      deadLetters: async (_record, { reason, attempts }) =>
        void seen.buried.push(`${reason} after ${attempts}`),
    }),
  });
  const deliveries = keys.map((key, index) => ({
    ...delivery(bodyOf({ key, requestId: `${index}` }), {}, () => seen.acknowledged.push(key)),
    letGo: () => void seen.letGo.push(key),
  }));
  const done = tail({
    source: sourceOf(deliveries, { finite: false }),
    accepts: () => true,
    sinks: [sink],
    signal: stop.signal,
    system: { now: () => 0, sleep: async () => {} },
  });
  await clock.goOnUntil(untilMs);
  const result = { posts, ...seen, letGo: [...seen.letGo] };
  stop.abort();
  await done;
  return result;
}

const times = (count: number, key: string) => Array.from({ length: count }, () => key);
const distinct = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('an event that its receiver always fails', () => {
  const failsPoison: Run['answer'] = ({ key }) => (key.startsWith('poison') ? FAILED : TAKEN);

  it('leaves the places to others, whose keys it does not hold up', async () => {
    const { acknowledged, letGo } = await forward({
      keys: [...times(70, 'poison'), ...distinct(50, 'k')],
      answer: failsPoison,
      untilMs: 6000,
    });
    expect(acknowledged).toHaveLength(50);
    // One that is tried, and one behind it.
    expect(letGo).toHaveLength(70 - 2);
  });

  it('keeps its place where nothing comes again', async () => {
    const { acknowledged, letGo } = await forward({
      keys: [...times(63, 'poison'), ...distinct(3, 'k')],
      answer: failsPoison,
      untilMs: 60_000,
      comesAgain: false,
    });
    expect({ acknowledged, letGo }).toEqual({ acknowledged: ['k0'], letGo: [] });
  });

  it('makes room where there are many, of different keys', async () => {
    const { acknowledged, letGo } = await forward({
      keys: [...distinct(20, 'k'), ...distinct(60, 'poison'), ...distinct(400, 'k')],
      answer: failsPoison,
      untilMs: 600_000,
    });
    expect(acknowledged).toHaveLength(420);
    expect(letGo).toHaveLength(60 - 12);
  });

  it('is told with its key and its answer, once, and when it is taken at last', async () => {
    const { told } = await forward({
      keys: [...distinct(40, 'k'), 'poison', ...distinct(40, 'l')],
      answer: ({ key, nth }) => (key === 'poison' && nth <= 5 ? FAILED : TAKEN),
      untilMs: 60_000,
    });
    expect(told).toEqual([
      'warning: http://receiver/in did not take ObjectCreated:PutObject demo-bucket/poison in 3 tries (it answered 500); trying again, --dead-letter FILE takes such events out',
      'http://receiver/in has taken ObjectCreated:PutObject demo-bucket/poison now',
    ]);
  });

  it('is no outage, while events of several keys are', async () => {
    const answer: Run['answer'] = ({ nowMs }) => (nowMs < 30_000 ? FAILED : TAKEN);
    const { told } = await forward({ keys: distinct(5, 'k'), answer, untilMs: 90_000 });
    expect(told).toEqual([
      'http://receiver/in takes no events (it answered 500); trying again',
      'http://receiver/in takes events again',
    ]);
  });
});

describe('a receiver that is away', () => {
  it('is waited for, however long, and no event is a dead letter for it', async () => {
    const { told, acknowledged, buried } = await forward({
      keys: distinct(5, 'k'),
      answer: ({ nowMs }) => (nowMs < 3_600_000 ? AWAY : TAKEN),
      untilMs: 3_700_000,
      buries: true,
    });
    expect(buried).toEqual([]);
    expect(acknowledged).toHaveLength(5);
    expect(told).toEqual([
      'http://receiver/in takes no events (ECONNREFUSED); trying again',
      'http://receiver/in takes events again',
    ]);
  });

  it('is not away for one event when it answers others: that is a dead letter', async () => {
    const { buried } = await forward({
      keys: ['poison', ...distinct(8000, 'k')],
      answer: ({ key, nth }) => (key === 'poison' || nth === 1 ? AWAY : TAKEN),
      untilMs: 600_000,
      buries: true,
    });
    expect(buried).toEqual([expect.stringMatching(/^ECONNREFUSED after \d+$/)]);
  });

  it('is not away when it answers by an error: that is a dead letter at the eighth', async () => {
    const { buried, told } = await forward({
      keys: ['a'],
      answer: () => FAILED,
      untilMs: 60_000,
      buries: true,
    });
    expect(buried).toEqual(['it answered 500 after 8']);
    expect(told).toEqual([
      'warning: http://receiver/in did not take ObjectCreated:PutObject demo-bucket/a in 3 tries (it answered 500); trying again, 8 times in all before it is a dead letter',
      'warning: http://receiver/in did not take ObjectCreated:PutObject demo-bucket/a: it answered 500',
    ]);
  });
});

describe('a receiver that asks for patience', () => {
  it('is left alone with every event', async () => {
    let isAsked = false;
    const { posts } = await forward({
      keys: distinct(40, 'k'),
      answer() {
        if (isAsked) return TAKEN;
        isAsked = true;
        return throttled('7');
      },
      untilMs: 60_000,
    });
    expect(posts).toHaveLength(41);
    // As many as go at once had set out already.
    expect(posts.filter(({ nowMs }) => nowMs < 7000)).toHaveLength(16);
  });

  it('has failed with none of them', async () => {
    const { buried, acknowledged } = await forward({
      keys: distinct(3, 'k'),
      answer: ({ nth }) => (nth <= 20 ? throttled() : TAKEN),
      untilMs: 3_600_000,
      buries: true,
    });
    expect({ buried, acknowledged: acknowledged.length }).toEqual({ buried: [], acknowledged: 3 });
  });
});
