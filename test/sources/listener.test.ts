import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { pinnedKey } from '../../src/clients/push-keys.ts';
import { type Listener, type ListenerOptions, openListener } from '../../src/sources/listener.ts';
import type { Delivery } from '../../src/sources/source.ts';
import { PUSH_KEY, signedPush } from '../support/mns-push.ts';

const NOW_MS = Date.parse('2026-03-02T08:15:30.000Z');
const OSS_EVENT =
  '{"eventName":"ObjectCreated:PutObject","oss":{"bucket":{"name":"b"},"object":{"key":"k"}}}';
const CLOUD_EVENT = `{"specversion":"1.0","id":"1","source":"s","type":"t","data":${OSS_EVENT}}`;
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Verdict = 'accept' | 'let go' | 'keep waiting';

/** A listener, and a tail that decides as it is told. */
async function start({
  verdict = () => 'accept',
  ...options
}: Partial<ListenerOptions> & { verdict?: (delivery: Delivery) => Verdict } = {}) {
  const told: string[] = [];
  const clock = { nowMs: NOW_MS };
  const listener = await openListener({
    host: '127.0.0.1',
    port: 0,
    keys: pinnedKey(PUSH_KEY),
    now: () => clock.nowMs,
    sleep: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    tell: (text) => told.push(text),
    ...options,
  });
  const stop = new AbortController();
  const deliveries: Delivery[] = [];
  const links: string[] = [];
  const tail = (async () => {
    for await (const item of listener.source(stop.signal)) {
      if (item.kind === 'notice') {
        links.push(item.link);
        continue;
      }
      for (const delivery of item.deliveries) {
        deliveries.push(delivery);
        const decided = verdict(delivery);
        if (decided === 'accept') delivery.acknowledge?.();
        if (decided === 'let go') delivery.letGo?.();
      }
    }
  })();
  const end = () => {
    stop.abort();
    return tail;
  };
  ends.push(end);
  return { listener, told, clock, deliveries, links, end };
}

const callback = (listener: Listener, body = CLOUD_EVENT, init: RequestInit = {}) =>
  fetch(listener.url + listener.secretPath, { method: 'POST', body, ...init });
const cloudEvent = (listener: Listener, path = '/') =>
  fetch(listener.url + path, { method: 'POST', headers: STRUCTURED, body: CLOUD_EVENT });

describe('a push of MNS', () => {
  const push = (url: string, more: Parameters<typeof signedPush>[0]['headers'] = {}) =>
    signedPush({
      url: `${url}/notifications?a=b`,
      atMs: NOW_MS,
      headers: { 'x-mns-message-id': 'M1', ...more },
    });

  it('is answered 204 once it is accepted, and tells where it came from', async () => {
    const { listener, deliveries, links } = await start();
    const headers = { 'x-mns-topic-name': 'movies', 'x-mns-publish-time': '1700000000000' };
    const answer = await fetch(push(listener.url, headers));
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(deliveries).toMatchObject([
      {
        message: {
          body: 'aGVsbG8=',
          receivedAtMs: NOW_MS,
          topic: 'movies',
          messageId: 'M1',
          enqueuedAtMs: 1_700_000_000_000,
        },
      },
    ]);
    expect(links).toEqual(['listening', 'pushed']);
  });

  it('is taken with a tag of any script', async () => {
    const { listener } = await start();
    const tag = Buffer.from('重要').toString('latin1');
    expect((await fetch(push(listener.url, { 'x-mns-message-tag': tag }))).status).toBe(204);
  });

  it.each([
    [
      'JSON',
      {
        TopicOwner: '1',
        TopicName: 't',
        Subscriber: '1',
        SubscriptionName: 's',
        MessageId: 'M2',
        Message: 'x',
        PublishTime: '5',
      },
    ],
    [
      'XML',
      '<?xml version="1.0"?><Notification><TopicName>t</TopicName><MessageId>M2</MessageId><Message>x</Message><PublishTime>5</PublishTime></Notification>',
    ],
  ])('tells the same from an envelope in %s', async (_, envelope) => {
    const { listener, deliveries } = await start();
    const body = typeof envelope === 'string' ? envelope : JSON.stringify(envelope);
    expect((await fetch(signedPush({ url: listener.url, atMs: NOW_MS, body }))).status).toBe(204);
    expect(deliveries).toMatchObject([{ message: { body, topic: 't', messageId: 'M2', enqueuedAtMs: 5 } }]);
  });

  it('is answered 500 when it is not accepted, and taken when it comes again', async () => {
    let tries = 0;
    const { listener, deliveries } = await start({ verdict: () => (++tries === 1 ? 'let go' : 'accept') });
    expect((await fetch(push(listener.url))).status).toBe(500);
    expect((await fetch(push(listener.url))).status).toBe(204);
    expect(deliveries).toHaveLength(2);
  });

  it('that was accepted is not shown when the service sends it again', async () => {
    const { listener, deliveries } = await start();
    for (let attempt = 0; attempt < 2; attempt++) expect((await fetch(push(listener.url))).status).toBe(204);
    expect(deliveries).toHaveLength(1);
  });

  it('that is under way gets the answer of its first attempt', async () => {
    const { listener, deliveries } = await start({ verdict: () => 'keep waiting' });
    const answers = [fetch(push(listener.url)), fetch(push(listener.url))];
    while (deliveries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    deliveries[0]?.acknowledge?.();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204]);
    expect(deliveries).toHaveLength(1);
  });

  it('is refused as a replay when the same attempt comes twice', async () => {
    const { listener, told } = await start();
    const first = push(listener.url);
    expect((await fetch(first.clone())).status).toBe(204);
    const again = await fetch(first);
    expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('replay')]);
    expect(told).toEqual([
      expect.stringMatching(/^warning: refused an MNS push \(POST from .*\): 403, .*replay/),
    ]);
  });

  it.each([
    [-15, 204],
    [15, 204],
    [-15.1, 403],
    [15.1, 403],
  ])('made %f minutes from now is answered %i', async (minutes, status) => {
    const { listener } = await start();
    const atMs = NOW_MS + minutes * 60_000;
    expect((await fetch(signedPush({ url: listener.url, atMs }))).status).toBe(status);
  });

  it.each<[string, (request: Request) => Request | Promise<Request>, RegExp]>([
    ['another body', (request) => new Request(request, { body: 'other', method: 'POST' }), /Content-MD5/],
    ['no digest', (request) => without(request, 'content-md5'), /content-md5 is missing/],
    ['no signature', (request) => without(request, 'authorization'), /authorization is missing/],
    ['no attempt', (request) => without(request, 'x-mns-request-id'), /x-mns-request-id is missing/],
    ['no certificate', (request) => without(request, 'x-mns-signing-cert-url'), /cert-url is missing/],
    ['no date', (request) => without(request, 'date'), /date is missing/],
    ['another header', (request) => withHeader(request, 'x-mns-message-tag', 'red'), /signature/],
    ['a signature that is none', (request) => withHeader(request, 'authorization', 'x'), /signature/],
  ])('with %s is refused with 403', async (_, change, reason) => {
    const { listener, deliveries } = await start();
    const answer = await fetch(await change(push(listener.url)));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringMatching(reason)]);
    expect(deliveries).toEqual([]);
  });

  it('of another account is refused with 403 where the account is known', async () => {
    const { listener } = await start({ account: '1' });
    expect((await fetch(push(listener.url, { 'x-mns-topic-owner': '2' }))).status).toBe(403);
    expect((await fetch(push(listener.url, { 'x-mns-topic-owner': '1' }))).status).toBe(204);
  });

  it('with a header twice is refused', async () => {
    const { listener } = await start();
    const request = push(listener.url);
    const lines = [...request.headers].map(([name, value]) => `${name}: ${value}`);
    const answer = await rawRequest(listener.url, 'POST /notifications?a=b', [...lines, 'X-Mns-Version: 2']);
    expect(answer).toMatch(/^HTTP\/1.1 403[\s\S]*x-mns-version comes twice/);
  });

  it.each([
    ['unavailable', 500],
    ['refused', 403],
  ] as const)('is answered by what keeps it from being verified: %s, %i', async (kind, status) => {
    const { listener } = await start({ keys: { find: async () => ({ kind, reason: 'because' }) } });
    const answer = await fetch(push(listener.url));
    expect([answer.status, await answer.text()]).toEqual([status, 'because\n']);
  });
});

describe('a callback', () => {
  it.each(['POST', 'PUT'])('by %s at the secret path is answered 200', async (method) => {
    const { listener, deliveries } = await start();
    const answer = await callback(listener, '{"type":"ks3:ObjectCreated:PutObject"}', { method });
    expect([answer.status, await answer.json()]).toEqual([200, { result: true }]);
    expect(deliveries).toMatchObject([{ message: { body: '{"type":"ks3:ObjectCreated:PutObject"}' } }]);
  });

  it('elsewhere is answered 404, and not said where', async () => {
    const { listener, told } = await start();
    for (const path of ['/', '/notifications', `${listener.secretPath}x`, `/x${listener.secretPath}`]) {
      const answer = await fetch(listener.url + path, { method: 'POST', body: '{}' });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain(listener.secretPath);
    }
    expect(told.join('')).not.toContain(listener.secretPath);
  });

  it('with a query is at its path', async () => {
    const { listener } = await start({ path: '/hooks/1' });
    expect((await fetch(`${listener.url}/hooks/1?t=2`, { method: 'POST', body: '{}' })).status).toBe(200);
  });

  it.each([
    ['no JSON', 'hello!', {}, 400],
    ['too much', 'x'.repeat(1024 * 1024 + 1), {}, 413],
    ['a GET', null, { method: 'GET' }, 405],
    ['a DELETE', '{}', { method: 'DELETE' }, 405],
  ])('that is %s is refused', async (_, body, init, status) => {
    const { listener, deliveries } = await start();
    const answer = await fetch(listener.url + listener.secretPath, { method: 'POST', body, ...init });
    expect(answer.status).toBe(status);
    expect(deliveries).toEqual([]);
  });

  it('of unknown length is cut off at the same size', async () => {
    const { listener } = await start();
    const chunks = Array.from({ length: 33 }, () => 'x'.repeat(32 * 1024));
    const sent = fetch(listener.url + listener.secretPath, {
      method: 'POST',
      body: ReadableStream.from(chunks.map((chunk) => Buffer.from(chunk))),
      ...{ duplex: 'half' },
    });
    // Whether the sender still reads the answer while it is cut off is its own affair.
    expect(await sent.then(({ status }) => status).catch(() => 413)).toBe(413);
  });
});

describe('a CloudEvent', () => {
  it('is taken on any path, and a batch is one request', async () => {
    const { listener, deliveries } = await start();
    expect((await cloudEvent(listener)).status).toBe(204);
    expect((await cloudEvent(listener, '/anything')).status).toBe(204);
    const body = `[${CLOUD_EVENT},${CLOUD_EVENT.replace('"1",', '"2",')}]`;
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    expect((await fetch(listener.url, { method: 'POST', headers, body })).status).toBe(204);
    expect(deliveries.map(({ message }) => message.messageId)).toEqual(['1', '1', '1', '2']);
  });

  it('with a path given is taken there only', async () => {
    const { listener } = await start({ path: '/hooks' });
    expect((await cloudEvent(listener)).status).toBe(404);
    expect((await cloudEvent(listener, '/hooks')).status).toBe(204);
  });

  it('may be asked for beforehand', async () => {
    const { listener } = await start({ path: '/hooks' });
    const headers = { 'webhook-request-origin': 'eventemitter.example.com' };
    const answer = await fetch(`${listener.url}/hooks`, { method: 'OPTIONS', headers });
    expect([answer.status, answer.headers.get('webhook-allowed-origin')]).toEqual([
      200,
      'eventemitter.example.com',
    ]);
    expect(answer.headers.get('webhook-allowed-rate')).toBe('*');
    expect((await fetch(`${listener.url}/`, { method: 'OPTIONS', headers })).status).toBe(404);
  });
});

describe('more than the outputs take', () => {
  it('is told to come again', async () => {
    const { listener, deliveries } = await start({ verdict: () => 'keep waiting' });
    const held = Array.from({ length: 256 }, () => callback(listener, '{}'));
    while (deliveries.length < 256) await new Promise((resolve) => setImmediate(resolve));
    const over = await callback(listener, '{}');
    expect([over.status, over.headers.get('retry-after')]).toEqual([503, '1']);
    for (const delivery of deliveries) delivery.acknowledge?.();
    expect(new Set((await Promise.all(held)).map(({ status }) => status))).toEqual(new Set([200]));
    const next = callback(listener, '{}');
    while (deliveries.length < 257) await new Promise((resolve) => setImmediate(resolve));
    deliveries[256]?.acknowledge?.();
    expect((await next).status).toBe(200);
  });
});

describe('a sender that does not wait', () => {
  it('has its event handed on all the same, and nobody minds', async () => {
    const { listener, deliveries, end } = await start({ verdict: () => 'keep waiting' });
    const leaving = new AbortController();
    const left = callback(listener, '{}', { signal: leaving.signal }).catch((error: Error) => error.name);
    while (deliveries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    expect(await left).toBe('AbortError');
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    deliveries[0]?.acknowledge?.();
    const next = callback(listener, '{}');
    while (deliveries.length < 2) await new Promise((resolve) => setImmediate(resolve));
    deliveries[1]?.acknowledge?.();
    expect((await next).status).toBe(200);
    await end();
  });
});

describe('the end', () => {
  it('answers what is not decided with 503, and listens no longer', async () => {
    const { listener, deliveries, links, end } = await start({ verdict: () => 'keep waiting' });
    const held = callback(listener, '{}');
    while (deliveries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await end();
    expect((await held).status).toBe(503);
    expect(links).toEqual(['listening', 'pushed', 'closing']);
    await expect(fetch(listener.url)).rejects.toThrow();
  });

  it('closes also what nobody has read', async () => {
    const listener = await openListener({
      ...{ host: '127.0.0.1', port: 0, keys: pinnedKey(PUSH_KEY), now: () => NOW_MS, tell: () => {} },
      sleep: async () => {},
    });
    await listener.close();
    await listener.close();
    await expect(fetch(listener.url)).rejects.toThrow();
  });

  it('an address that is taken is a failure', async () => {
    const { listener } = await start();
    await expect(start({ port: Number(new URL(listener.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining('cannot listen on 127.0.0.1:'),
    });
  });
});

function without(request: Request, name: string): Request {
  const headers = new Headers(request.headers);
  headers.delete(name);
  return new Request(request, { headers });
}

function withHeader(request: Request, name: string, value: string): Request {
  const headers = new Headers(request.headers);
  headers.set(name, value);
  return new Request(request, { headers });
}

/** For what `fetch` would mend. */
function rawRequest(url: string, start: string, headers: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const body = 'aGVsbG8=';
  const lines = [
    `${start} HTTP/1.1`,
    'Host: x',
    'Connection: close',
    `Content-Length: ${body.length}`,
    ...headers,
  ];
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`));
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}
