/** Every source of `tail` with every place that its events can go to. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudEvent, HTTP } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { decodeBody } from '../../src/domain/envelope.ts';
import { elementOf } from '../../src/domain/event.ts';
import { readRecordingLine, recordingLine } from '../../src/domain/recording.ts';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { bodyOf } from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

let emulator: Emulator;
let env: Record<string, string>;
let mns: MnsClient;
const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));

beforeAll(async () => {
  emulator = await startEmulator();
  env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
  await program(
    'rule',
    'create',
    'movies',
    '--bucket',
    'demo-bucket',
    '--event',
    'ObjectCreated:*',
    '--to',
    'topic:movies',
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await mns.close();
  await emulator.close();
});

async function program(...argv: string[]): Promise<void> {
  const keys = { KS3_ACCESS_KEY_ID: 'emulator', KS3_ACCESS_KEY_SECRET: 'emulator-secret' };
  // A write of KS3's rules is looked at again after a while.
  const system = { sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const { status, stderr } = await runProgram(argv, { env: { ...env, ...keys }, system });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

/** How to tail, and what makes the event of that key come. */
interface Ground {
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** Called once the tail listens, with what it has told. */
  readonly give?: (told: string) => Promise<unknown> | unknown;
}

const baseUrl = (told: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0] ?? '';
const secretUrl = (told: string) => /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}/.exec(told)?.[0] ?? '';

async function filledQueue(key: string): Promise<string> {
  const queue = `q-${key}`;
  await mns.createQueue(queue);
  await mns.send(queue, bodyOf({ key }));
  return queue;
}

/** Each push has a topic of its own, of which the tail of another test knows nothing. */
const pushed = (key: string, format: 'SIMPLIFIED' | 'JSON' | 'XML'): Ground => ({
  argv: ['--listen', '0'],
  async give(told) {
    await mns.createTopic(`t-${key}`);
    await mns.subscribe(`t-${key}`, 's', { endpoint: `${baseUrl(told)}/hook`, format });
    await mns.publish(`t-${key}`, bodyOf({ key }));
  },
});

type Message = { readonly headers: unknown; readonly body: unknown };

const posted = (key: string, messageOf: (event: CloudEvent<unknown>) => Message): Ground => ({
  argv: ['--listen', '0'],
  async give(told) {
    const [data] = JSON.parse(Buffer.from(bodyOf({ key }), 'base64').toString()).events;
    const event = new CloudEvent({ source: 'acs.oss', type: 'oss:ObjectCreated:PutObject', data });
    const { headers, body } = messageOf(event);
    const sent = Object.entries(Object(headers)).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const answer = await fetch(baseUrl(told), { method: 'POST', headers: sent, body: String(body) });
    expect(answer.status).toBe(204);
  },
});

const SOURCES: Record<string, (key: string) => Ground | Promise<Ground>> = {
  'a temporary queue': (key) => ({
    argv: ['movies'],
    give: () => emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo-bucket', key, size: 5 }),
  }),
  '--queue': async (key) => ({ argv: ['--queue', await filledQueue(key)] }),
  '--queue --peek': async (key) => ({ argv: ['--queue', await filledQueue(key), '--peek'] }),
  'a push of MNS': (key) => pushed(key, 'SIMPLIFIED'),
  'a push of MNS in JSON': (key) => pushed(key, 'JSON'),
  'a push of MNS in XML': (key) => pushed(key, 'XML'),
  'a callback of KS3': (key) => ({
    argv: ['--listen', '0'],
    async give(told) {
      const rule = ['--bucket', 'demo-bucket', '--event', 'ObjectCreated:PutObject', '--match', `${key}*`];
      await program('--provider', 'ks3', 'rule', 'create', 'callback', ...rule, '--to', secretUrl(told));
      emulator.raise({ type: 'ks3:ObjectCreated:PutObject', bucket: 'demo-bucket', key, size: 5 });
      await program('--provider', 'ks3', 'rule', 'delete', 'callback', '--bucket', 'demo-bucket', '--yes');
    },
  }),
  'a structured CloudEvent': (key) => posted(key, (event) => HTTP.structured(event)),
  'a binary CloudEvent': (key) => posted(key, (event) => HTTP.binary(event)),
  'a batch of CloudEvents': (key) =>
    posted(key, (event) => ({
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([event]),
    })),
  '--from a recording': (key) => {
    const file = join(folder, `${key}.recording`);
    writeFileSync(file, `${recordingLine({ body: bodyOf({ key }), receivedAtMs: 0 })}\n`);
    return { argv: ['--from', file] };
  },
  'bodies on stdin': (key) => ({ argv: ['--from', '-'], stdin: `${bodyOf({ key })}\n` }),
};

/** How to ask for it, and how the key of the event comes out. */
interface Goal {
  readonly argv: readonly string[];
  readonly keyIn: (stdout: string) => unknown;
}

const keyOfBody = (body: string) => {
  const decoded = decodeBody(body);
  return decoded.kind === 'events'
    ? JSON.stringify(decoded.events.map((event) => event && elementOf(event)))
    : decoded.reason;
};
const printed = (format: string, keyIn: Goal['keyIn']) => (): Goal => ({ argv: ['-o', format], keyIn });

const SINKS: Record<string, (key: string) => Goal | Promise<Goal>> = {
  pretty: printed('pretty', (stdout) => stdout.split('demo-bucket/')[1]?.split('  ')[0]),
  ndjson: printed('ndjson', (stdout) => JSON.parse(stdout).key),
  json: printed('json', (stdout) => JSON.parse(stdout).key),
  cloudevents: printed('cloudevents', (stdout) => {
    const event = new CloudEvent(JSON.parse(stdout));
    return event.validate() && event.subject?.split('/').pop();
  }),
  raw: printed('raw', (stdout) => keyOfBody(stdout.trimEnd())),
  template: printed('template={bucket} {key}', (stdout) => stdout.trimEnd().split(' ')[1]),
  'event-display': printed('event-display', (stdout) => stdout),
  '--forward': async () => {
    const receiver = await startReceiver();
    return { argv: ['--forward', receiver.url], keyIn: () => receiver.posts.map(({ body }) => body).join() };
  },
  '--exec': (key) => {
    const file = join(folder, `${key}.exec`);
    return {
      argv: ['--exec', `printf %s "$OSSNOTIFY_KEY" > ${file}`],
      keyIn: () => readFileSync(file, 'utf8'),
    };
  },
  '--record': (key) => {
    const file = join(folder, `${key}.record`);
    const body = () => readRecordingLine(readFileSync(file, 'utf8'))?.body ?? '';
    return { argv: ['--record', file], keyIn: () => keyOfBody(body()) };
  },
};

describe.each(Object.keys(SOURCES))('%s', (source) => {
  it.each(Object.keys(SINKS))('to %s', async (sink) => {
    const key = `from-${source}-to-${sink}`.replaceAll(/\W+/g, '-').toLowerCase();
    const [ground, goal] = [await SOURCES[source]?.(key), await SINKS[sink]?.(key)];
    if (ground === undefined || goal === undefined) throw new Error('the tables hold both');
    const argv = ['tail', ...ground.argv, '--key', key, '-n', '1', ...goal.argv];
    const { stdin = '', give } = ground;
    const tail = startProgram(argv, { env, stdin, cwd: folder });
    if (give) await give(await tail.stderr.until(/listening on .*\n/));
    const { status, stdout, stderr } = await tail.ended;
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(goal.keyIn(stdout)).toContain(key);
  });
});
