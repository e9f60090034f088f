import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { compileRoutes } from '../../src/domain/routes.ts';
import { deadLetterFile } from '../../src/sinks/dead-letters.ts';
import { type ForwardOptions, forwardSink } from '../../src/sinks/forward.ts';
import { createHttpPoster } from '../../src/sinks/http-poster.ts';
import type { Delivery } from '../../src/sources/source.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf, delivery, sourceOf } from '../support/deliveries.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

/** Sleeps take no time, and are noted. */
function quickClock(rests: number[] = []) {
  return {
    now: () => 0,
    random: () => 1,
    async sleep(ms: number) {
      rests.push(ms);
      await new Promise(setImmediate);
    },
  };
}

interface Run extends Partial<Omit<ForwardOptions, 'route'>> {
  readonly url: string;
  readonly routes?: { glob: string; url: string }[];
}

async function forward(deliveries: readonly Delivery[], { url, routes = [], ...options }: Run) {
  const told: string[] = [];
  const sink = forwardSink({
    poster: createHttpPoster(),
    route: compileRoutes(routes, url),
    format: 'cloudevents',
    overrides: {},
    ifRefused: 'stays in its queue',
    tell: (text) => told.push(text),
    system: quickClock(),
    ...options,
  });
  await tail({
    source: sourceOf(deliveries),
    accepts: () => true,
    sinks: [sink],
    signal: new AbortController().signal,
    // The loop's own grace time is not under test.
    system: { now: () => 0, sleep: () => new Promise(() => {}) },
  });
  return told;
}

function keyOf({ posts }: Receiver, nth = 0): unknown {
  return JSON.parse(posts[nth]?.body ?? 'null').data.oss.object.key;
}

describe('--forward', () => {
  it('posts a structured CloudEvent and acknowledges when it was taken', async () => {
    const receiver = await startReceiver();
    let acknowledged = 0;
    await forward([delivery(bodyOf({ key: '电影/a b.mp3' }), {}, () => acknowledged++)], {
      url: `${receiver.url}/in?x=1`,
    });
    const [post] = receiver.posts;
    expect(post?.path).toBe('/in?x=1');
    const event = HTTP.toEvent({ headers: post?.headers ?? {}, body: post?.body }) as CloudEvent;
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      id: 'REQUEST-电影/a b.mp3.0',
      type: 'oss:ObjectCreated:PutObject',
      ruleid: 'demo-rule',
    });
    expect(acknowledged).toBe(1);
  });

  it('posts a binary CloudEvent with encoded headers', async () => {
    const receiver = await startReceiver();
    const overrides = { environment: 'staging' };
    await forward([delivery(bodyOf({ key: '电影/"100%".mp3' }))], {
      url: receiver.url,
      format: 'binary',
      overrides,
    });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.posts;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-subject': 'demo-bucket/%E7%94%B5%E5%BD%B1/%22100%25%22.mp3',
      'ce-environment': 'staging',
    });
    expect(headers).not.toHaveProperty('ce-datacontenttype');
    expect(JSON.parse(body)).toMatchObject({ eventName: 'ObjectCreated:PutObject' });
    expect((HTTP.toEvent({ headers, body }) as CloudEvent).validate()).toBe(true);
  });

  it('posts the body as it came, once a message', async () => {
    const receiver = await startReceiver();
    const body = bodyOf({ key: 'a' }, { key: 'b' });
    await forward([delivery(body)], { url: receiver.url, format: 'raw' });
    expect(receiver.posts.map((post) => post.body)).toEqual([body]);
    expect(receiver.posts[0]?.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('posts by route, else to the default', async () => {
    const [creations, others] = [await startReceiver(), await startReceiver()];
    const bodies = [
      bodyOf({ key: 'a' }),
      bodyOf({ key: 'b', type: 'ObjectRemoved:DeleteObject' }),
      'no event',
    ];
    await forward(
      bodies.map((body) => delivery(body)),
      {
        url: others.url,
        routes: [{ glob: 'ObjectCreated:*', url: creations.url }],
      },
    );
    expect(creations.posts).toHaveLength(1);
    expect(others.posts.map(({ body }) => JSON.parse(body).type).sort()).toEqual([
      'oss:ObjectRemoved:DeleteObject',
      'ossnotify.undecodable',
    ]);
  });

  it.each([404, 408, 409, 429, 500, 503])(
    'tries again after %i, the first time within 250 ms',
    async (status) => {
      const receiver = await startReceiver((_, nth) => (nth <= 3 ? status : 204));
      const rests: number[] = [];
      let acknowledged = 0;
      await forward([delivery(bodyOf({ key: 'a' }), {}, () => acknowledged++)], {
        url: receiver.url,
        system: quickClock(rests),
      });
      expect(receiver.posts).toHaveLength(4);
      expect(rests).toEqual([250, 500, 1000]);
      expect(acknowledged).toBe(1);
    },
  );

  it('waits as long as Retry-After says', async () => {
    const receiver = await startReceiver((_, nth) =>
      nth === 1 ? { status: 429, headers: { 'retry-after': '7' } } : 204,
    );
    const rests: number[] = [];
    await forward([delivery(bodyOf({ key: 'a' }))], { url: receiver.url, system: quickClock(rests) });
    // Side by side: the event until its next try, and the receiver until any.
    expect(rests).toEqual([7000, 7000]);
  });

  it.each([400, 401, 302])(
    'does not try again after %i, and leaves the message in its queue',
    async (status) => {
      const receiver = await startReceiver(() => status);
      let acknowledged = 0;
      const told = await forward([delivery(bodyOf({ key: 'a' }), {}, () => acknowledged++)], {
        url: `${receiver.url}/?secret=1`,
      });
      expect(receiver.posts).toHaveLength(1);
      expect(acknowledged).toBe(0);
      expect(told).toEqual([expect.stringContaining(`it answered ${status}`)]);
      expect(told.join()).not.toContain('secret');
    },
  );

  it('keeps in the dead-letter file what is refused or fails too often, readable as a recording', async () => {
    const receiver = await startReceiver((post) =>
      post.body.includes('"key":"bad"') ? 400 : post.body.includes('"key":"down"') ? 503 : 204,
    );
    const file = join(await mkdtemp(join(tmpdir(), 'ossnotify-')), 'dead.ndjson');
    let acknowledged = 0;
    await forward(
      [
        delivery(bodyOf({ key: 'bad' }, { key: 'good' }), { messageId: 'M1' }, () => acknowledged++),
        delivery(bodyOf({ key: 'down' }), {}, () => acknowledged++),
      ],
      { url: receiver.url, deadLetters: deadLetterFile(file) },
    );
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      // Events of different keys go side by side, and so do their dead letters.
      .sort((one, other) => one.deadLetter.attempts - other.deadLetter.attempts);
    expect(lines.map(({ deadLetter }) => [deadLetter.reason, deadLetter.attempts])).toEqual([
      ['it answered 400', 1],
      ['it answered 503', 8],
    ]);
    expect(lines[0]).toMatchObject({ messageId: 'M1' });
    expect(JSON.parse(lines[0].body).events).toMatchObject([{ oss: { object: { key: 'bad' } } }]);
    expect(acknowledged).toBe(2);
  });

  it('posts a body as it came once to each receiver of its events', async () => {
    const [creations, others] = [await startReceiver(), await startReceiver()];
    const removal = { key: 'b', type: 'ObjectRemoved:DeleteObject' };
    const body = bodyOf({ key: 'a' }, removal, { key: 'c' }, { ...removal, key: 'd' });
    const routes = [{ glob: 'ObjectCreated:*', url: creations.url }];
    await forward([delivery(body)], { url: others.url, routes, format: 'raw' });
    expect([creations, others].map(({ posts }) => posts.map((post) => post.body))).toEqual([[body], [body]]);
  });

  it('keeps a body that was refused as it came whole, and once', async () => {
    const receiver = await startReceiver(() => 400);
    const file = join(await mkdtemp(join(tmpdir(), 'ossnotify-')), 'dead.ndjson');
    const body = bodyOf({ key: 'a' }, { key: 'b' });
    let acknowledged = 0;
    let buried = 0;
    await forward([delivery(body, { messageId: 'M1' }, () => acknowledged++)], {
      ...{ url: receiver.url, format: 'raw', deadLetters: deadLetterFile(file) },
      buried: () => buried++,
    });
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ messageId: 'M1', body }]);
    expect({ acknowledged, buried }).toEqual({ acknowledged: 1, buried: 1 });
  });

  it('posts side by side, but those of one key in order, also over retries', async () => {
    let open = 0;
    let most = 0;
    const seen: string[] = [];
    let tellAllOpen = () => {};
    const allOpen = new Promise<void>((resolve) => {
      tellAllOpen = resolve;
    });
    const receiver = await startReceiver(async ({ body }, nth) => {
      open += 1;
      most = Math.max(most, open);
      // The first ones are answered when there is one of each key.
      if (most === 4) tellAllOpen();
      await allOpen;
      await new Promise(setImmediate);
      open -= 1;
      if (nth % 3 === 0) return 503;
      const { data } = JSON.parse(body);
      seen.push(`${data.oss.object.key} ${data.responseElements.requestId}`);
      return 204;
    });
    const deliveries = Array.from({ length: 40 }, (_, index) =>
      delivery(bodyOf({ key: `k${index % 4}`, requestId: String(100 + index) })),
    );
    await forward(deliveries, { url: receiver.url });
    expect(most).toBe(4);
    for (const key of ['k0', 'k1', 'k2', 'k3']) {
      const own = seen.filter((line) => line.startsWith(key));
      expect(own).toHaveLength(10);
      expect(own).toEqual([...own].sort());
    }
  });

  it('keeps no receiver waiting for another that hangs with all it may have at once', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    // One of the same origin: behind one ingress there are many.
    const both = await startReceiver(async ({ path }) => {
      if (path === '/quick') release();
      else await released;
      return 204;
    });
    const created = Array.from({ length: 16 }, (_, index) => delivery(bodyOf({ key: `k${index}` })));
    const removed = delivery(bodyOf({ key: 'other', type: 'ObjectRemoved:DeleteObject' }));
    const routes = [{ glob: 'ObjectCreated:*', url: `${both.url}/hanging` }];
    await forward([...created, removed], { url: `${both.url}/quick`, routes });
    // Without a place of its own it would never be asked while the other one hangs.
    expect(both.posts.map(({ path }) => path).sort()).toEqual([...Array(16).fill('/hanging'), '/quick']);
  });

  it('gives up waiting when the tail ends, without acknowledging', async () => {
    const receiver = await startReceiver(() => 503);
    const stop = new AbortController();
    let acknowledged = 0;
    let letGo = 0;
    const sink = forwardSink({
      poster: createHttpPoster(),
      route: () => receiver.url,
      format: 'cloudevents',
      overrides: {},
      ifRefused: 'stays in its queue',
      tell: () => {},
      system: {
        now: () => 0,
        random: () => 1,
        sleep: (_, signal) =>
          new Promise((resolve) => {
            stop.abort();
            signal?.addEventListener('abort', () => resolve());
            if (signal?.aborted) resolve();
          }),
      },
    });
    const item = { ...delivery(bodyOf({ key: 'a' }), {}, () => acknowledged++), letGo: () => letGo++ };
    const summary = await tail({
      source: sourceOf([item], { finite: false }),
      accepts: () => true,
      sinks: [sink],
      signal: stop.signal,
      system: { now: () => 0, sleep: () => new Promise(() => {}) },
    });
    expect(summary.end).toBe('stopped');
    expect({ acknowledged, letGo }).toEqual({ acknowledged: 0, letGo: 0 });
    expect(keyOf(receiver)).toBe('a');
  });
});
