/** The bridge's own container command, run as the cluster would run it, over one queue of the emulator. */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HTTP } from 'cloudevents';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type Pod, readBridge, startPod } from '../support/bridge-pods.ts';
import { runProgram } from '../support/run-program.ts';

/** The full size and the figures: scripts/bridge.sh. */
const EVENTS = Number(process.env['BRIDGE_EVENTS'] ?? 1000);
const REPLICAS = Number(process.env['BRIDGE_REPLICAS'] ?? 3);
const RECEIVER_MS = Number(process.env['BRIDGE_RECEIVER_MS'] ?? 0);
const KILLS = process.env['BRIDGE_KILL'] !== 'no';
const SECRET = 'emulator-secret';
/** Short where a pod is killed, so that what it held comes back while the test waits. */
const VISIBILITY_SECONDS = process.env['BRIDGE_VISIBILITY'] ?? (KILLS ? '2' : '60');

const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
const cleanUp: (() => unknown)[] = [];
afterAll(() => rmSync(folder, { recursive: true }));

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

describe('the bridge', () => {
  it(`${REPLICAS} replicas deliver ${EVENTS} events${KILLS ? ', one of them killed half-way' : ''}`, {
    timeout: 180_000,
  }, async () => {
    const emulator = await startEmulator();
    cleanUp.push(() => emulator.close());
    const run = (...argv: string[]) =>
      runProgram(argv, { env: { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url } });
    await run(
      'rule',
      'create',
      'all',
      '--bucket',
      'demo-bucket',
      '--event',
      'ObjectCreated:*',
      '--to',
      'topic:objects',
    );
    await run('queue', 'create', 'durable', '--topic', 'objects', '--visibility', VISIBILITY_SECONDS);
    const manifest = await run(
      ...['manifest', 'bridge', '--queue', 'durable', '--replicas', String(REPLICAS), '-o', 'json'],
      ...['--ce-override', 'environment=staging'],
    );
    const bridge = readBridge(manifest.stdout);
    expect(bridge.replicas).toBe(REPLICAS);

    const receiver = await startCounting();
    const pods = Array.from({ length: bridge.replicas }, (_, index) =>
      startPod(bridge, `${receiver.url}/default/default`, join(folder, `pod-${index}`)),
    );
    for (const pod of pods) cleanUp.push(() => pod.process.kill('SIGKILL'));
    await Promise.all(pods.map((pod) => becomesReady(pod)));
    for (const pod of pods) expect(seenByOthers(pod)).not.toContain(SECRET);

    const startedAtMs = performance.now();
    raiseEvents(emulator);
    await receiver.distinct(EVENTS / 2);
    const [victim, ...others] = pods;
    if (KILLS) victim?.process.kill('SIGKILL');
    await receiver.distinct(EVENTS);
    const tookMs = performance.now() - startedAtMs;

    // What came twice is still held by a second pod.
    await vi.waitFor(() => expect(emulator.messages('durable')).toEqual([]), { timeout: 60_000 });
    const survivors = KILLS ? others : pods;
    for (const pod of survivors) pod.process.kill('SIGTERM');
    // A shell shows 143 for both; the second where something of an SDK stayed open for too long.
    for (const pod of survivors) expect([143, 'SIGTERM']).toContain(await pod.ended);
    if (KILLS) expect(await victim?.ended).toBe('SIGKILL');
    expect(receiver.subjects.size).toBe(EVENTS);
    if (!KILLS) expect(receiver.posts()).toBe(EVENTS);
    expect(receiver.sample()).toMatchObject({
      specversion: '1.0',
      source: 'acs.oss',
      environment: 'staging',
    });
    for (const pod of pods) expect(pod.log()).not.toContain(SECRET);
    report(tookMs, receiver.posts());
  });

  it.each([['container-source'], ['sink-binding']])(
    '%s: asks for its sink when the cluster has not injected it',
    async (kind) => {
      const env = { OSSNOTIFY_PROFILE: 'emulator' };
      const argv = ['manifest', 'bridge', '--queue', 'durable', '--kind', kind, '-o', 'json'];
      const bridge = readBridge((await runProgram(argv, { env })).stdout);
      const pod = startPod(bridge, '', join(folder, kind));
      cleanUp.push(() => pod.process.kill('SIGKILL'));
      expect(await pod.ended).toBe(2);
      expect(pod.log()).toContain('the sink');
    },
  );
});

/** What `ps` shows of it, and its environment, which child processes and crash reports would get. */
function seenByOthers({ process: { pid }, argv }: Pod): string {
  const files = ['cmdline', 'environ']
    .map((name) => `/proc/${pid}/${name}`)
    .filter((file) => existsSync(file));
  return [...argv, ...files.map((file) => readFileSync(file, 'utf8'))].join(' ');
}

/** The readiness probe of the manifest, asked until it is content. */
async function becomesReady(pod: Pod): Promise<void> {
  const [, url = ''] = await pod.until(/health at (http:\S+\/readyz)/);
  await pod.until(/listening on queue durable/);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url.replace('readyz', 'livez'))).status).toBe(200);
}

function raiseEvents(emulator: Emulator): void {
  for (let index = 0; index < EVENTS; index += 1) {
    const isMatched = emulator.raise({
      type: 'ObjectCreated:PutObject',
      bucket: 'demo-bucket',
      key: `object-${index}`,
    });
    if (!isMatched) throw new Error('no rule asks for the event');
  }
}

/** A broker's ingress: reads each CloudEvent with the SDK of the specification's authors, and counts the subjects. */
async function startCounting() {
  const subjects = new Set<string>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let posts = 0;
  let sample: unknown;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const event = HTTP.toEvent({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    if (RECEIVER_MS > 0) await new Promise((resolve) => setTimeout(resolve, RECEIVER_MS));
    response.writeHead(202).end();
    posts += 1;
    sample = Array.isArray(event) ? event[0] : event;
    subjects.add(String(Object(sample).subject));
    for (const each of waiting) if (subjects.size >= each.count) each.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subjects,
    posts: () => posts,
    sample: () => sample,
    distinct: (count: number) =>
      new Promise<void>((resolve) => {
        if (subjects.size >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}

function report(tookMs: number, posts: number): void {
  const file = process.env['BRIDGE_REPORT'];
  if (file === undefined) return;
  const rate = Math.round((EVENTS / tookMs) * 1000);
  const line = `${REPLICAS} replicas, receiver ${RECEIVER_MS} ms: ${EVENTS} events in ${(tookMs / 1000).toFixed(1)} s, ${rate}/s, ${posts - EVENTS} delivered again${KILLS ? ' (one replica killed half-way)' : ''}`;
  appendFileSync(file, `${line}\n`);
}
