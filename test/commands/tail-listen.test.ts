/** `tail --listen`, pushed to by the emulator and by the CloudEvents library. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudEvent, HTTP } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type ProgramOptions, runProgram, startProgram } from '../support/run-program.ts';
import { startServiceProxy } from '../support/service-proxy.ts';

let emulator: Emulator;
let env: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
beforeAll(async () => {
  emulator = await startEmulator();
  env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.close();
});

async function listen(flags: readonly string[], options: ProgramOptions = {}) {
  const tail = startProgram(['tail', '--listen', '0', '-o', 'ndjson', ...flags], { env, ...options });
  const told = await tail.stderr.until(/listening on http/);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(told) ?? [];
  const [secret = ''] = /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}/.exec(told) ?? [];
  const events = async () => {
    const { status, stdout } = await tail.ended;
    const lines = stdout.split('\n').slice(0, -1);
    return { status, events: lines.map((line) => JSON.parse(line)) };
  };
  return { tail, url, secret, events };
}

async function pushFrom(bucket: string, url: string, format: string): Promise<void> {
  const argv = ['rule', 'create', bucket, '--bucket', bucket, '--event', 'ObjectCreated:*', '--to', url];
  const { status } = await runProgram([...argv, '--format', format], { env });
  expect(status).toBe(0);
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket, key: '电影/a.mp3', size: 5 });
}

describe('pushes of MNS', () => {
  it.each(['simplified', 'json', 'xml'])('in %s, signed by the emulator, are shown', async (format) => {
    const { url, events } = await listen(['-n', '1']);
    await pushFrom(`pushed-${format}`, `${url}/hook?a=b`, format);
    expect(await events()).toMatchObject({
      status: 0,
      events: [
        { bucket: `pushed-${format}`, key: '电影/a.mp3', messageId: /^[0-9A-F]{32}$/, duplicate: false },
      ].map((event) => ({ ...event, messageId: expect.stringMatching(event.messageId) })),
    });
    await allDelivered();
  });

  it('are verified by a pinned certificate', async () => {
    const file = join(folder, 'emulator.pem');
    writeFileSync(file, await emulator.pushCertificate());
    const { url, events } = await listen(['-n', '1', '--push-certificate', file], { env: {} });
    await pushFrom('pinned', url, 'simplified');
    expect((await events()).status).toBe(0);
  });

  it('of the emulator are refused where nobody trusts it', async () => {
    const { url, tail } = await listen([], { env: {} });
    await pushFrom('distrusted', url, 'simplified');
    await tail.stderr.until(
      /refused an MNS push .*: 403, the certificate is on a host that is not of the service/,
    );
    tail.signal('SIGTERM');
    expect(await tail.ended).toMatchObject({ status: 143, stdout: '' });
  });

  async function allDelivered(): Promise<void> {
    while (emulator.pushes().some(({ state }) => state !== 'delivered'))
      await new Promise((resolve) => setImmediate(resolve));
  }
});

describe('a tail that is ended half-way and started again', () => {
  it('has shown every event that was pushed meanwhile', async () => {
    const hasty = await startEmulator({ pushIntervalScale: 0.01 });
    const proxy = await startServiceProxy('http://127.0.0.1:9');
    try {
      const own = { env: { ...env, OSSNOTIFY_ENDPOINT: hasty.url } };
      const rule = [
        'rule',
        'create',
        'busy',
        '--bucket',
        'busy',
        '--event',
        'ObjectCreated:*',
        '--to',
        proxy.url,
      ];
      // A hundred times faster than the real one, 512 seconds are still five.
      expect((await runProgram([...rule, '--retry', 'decay'], own)).status).toBe(0);
      const shown = new Set<string>();
      const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);
      for (const [count, given] of [
        [20, keys],
        [40, []],
      ] as const) {
        const { tail, url, events } = await listen(['-n', String(count)], own);
        proxy.aim(url);
        for (const key of given)
          hasty.raise({ type: 'ObjectCreated:PutObject', bucket: 'busy', key, size: 5 });
        for (const { key } of (await events()).events) shown.add(key);
        expect(tail.stderr.text).not.toContain('refused');
      }
      expect([...shown].sort()).toEqual(keys.sort());
    } finally {
      proxy.close();
      await hasty.close();
    }
  });
});

it('a callback of KS3 is shown, and taken at its secret path only', async () => {
  const { url, secret, events } = await listen(['-n', '1']);
  const ks3 = ['--provider', 'ks3', 'rule', 'create'];
  const what = ['--bucket', 'photos', '--event', 'ObjectCreated:PutObject', '--match', '*.jpg'];
  const { status } = await runProgram([...ks3, 'photos', ...what, '--to', secret, '--to', `${url}/guessed`], {
    env: { ...env, KS3_ACCESS_KEY_ID: 'emulator', KS3_ACCESS_KEY_SECRET: 'emulator-secret' },
  });
  expect(status).toBe(0);
  emulator.raise({ type: 'ks3:ObjectCreated:PutObject', bucket: 'photos', key: 'a.jpg', size: 5 });
  const shown = await events();
  expect(shown).toMatchObject({
    status: 0,
    events: [{ provider: 'ks3', bucket: 'photos', key: 'a.jpg', rule: 'photos' }],
  });
});

describe('CloudEvents', () => {
  const data = { eventName: 'ObjectCreated:PutObject', oss: { bucket: { name: 'b' }, object: { key: 'k' } } };
  const event = new CloudEvent({ id: '7', source: 'acs.oss', type: 'oss:ObjectCreated:PutObject', data });
  const batch = {
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify([event]),
  };

  it.each([
    ['structured', HTTP.structured(event)],
    ['binary', HTTP.binary(event)],
    ['batch', batch],
  ])('of the library are shown, %s', async (_, message) => {
    const { url, events } = await listen(['-n', '1']);
    const headers = Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    );
    expect((await fetch(url, { method: 'POST', headers, body: String(message.body) })).status).toBe(204);
    expect(await events()).toMatchObject({ status: 0, events: [{ bucket: 'b', key: 'k', messageId: '7' }] });
  });

  it.each(['cloudevents', 'binary', 'raw'])(
    'of our own --forward-format %s are shown the same',
    async (format) => {
      const { url, secret, events } = await listen(['-n', '1']);
      const body = JSON.stringify({ events: [data] });
      const forward = [
        'tail',
        '--from',
        '-',
        '--forward',
        format === 'raw' ? secret : url,
        '--forward-format',
        format,
      ];
      expect((await runProgram(forward, { stdin: body })).status).toBe(0);
      expect(await events()).toMatchObject({ status: 0, events: [{ bucket: 'b', key: 'k', event: data }] });
    },
  );

  it('are not taken without the path that was given, which is not told', async () => {
    const { url, tail } = await listen(['--listen-path', '/s3cret']);
    const headers = { 'content-type': 'application/cloudevents+json' };
    const post = (path: string) =>
      fetch(url + path, { method: 'POST', headers, body: JSON.stringify(event) });
    expect([(await post('/')).status, (await post('/s3cret')).status]).toEqual([404, 204]);
    tail.signal('SIGINT');
    const { status, stderr } = await tail.ended;
    expect(status).toBe(130);
    expect(stderr).not.toContain('s3cret');
  });
});

it('the terminal UI says that it listens, and when the last push came', async () => {
  const tail = startProgram(['tail', '--listen', '0'], { env, tty: ['stdin', 'stdout', 'stderr'] });
  await tail.stdout.until(/KS3 callbacks: /);
  await tail.stdout.until(/● listening/);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(tail.stdout.text) ?? [];
  const body = '{"specversion":"1.0","id":"1","source":"s","type":"t","data":"no event"}';
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body });
  await tail.stdout.until(/last push (just now|\d+ s)/);
  tail.type('q');
  const { status, stdout } = await tail.ended;
  expect(status).toBe(0);
  expect(stdout).not.toContain('polled');
});

it.each([
  [['--listen', '99999'], /port/],
  [['--listen', '0', '--from', '-'], /both --listen and --from are named/],
  [['--listen', '0', '--keep-unmatched'], /needs a queue/],
  [['--listen', '0', '--listen-path', 'no-slash'], /a path such as/],
  [['--listen', '0', '--push-certificate', 'package.json'], /no certificate/],
  [['movies', '--listen-path', '/x'], /--listen-path needs --listen/],
])('refuses %j with 2', async (flags, reason) => {
  const { status, stdout, stderr } = await runProgram(['tail', ...flags], { env, cwd: process.cwd() });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(reason);
});
