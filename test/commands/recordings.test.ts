/** What reads and writes recordings by command line: `tail --from`, `--record`, `decode`, `replay`, `stats`. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { bodyOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const FILE = 'test/fixtures/events.txt';
const KEYS = ['in/a.txt', 'in/ab.txt', 'in/abc.txt', 'timg/abcd.jpg', 'x', 'xy'];
const emulator = withEmulator();
let mns: MnsClient;
let folder: string;

beforeAll(async () => {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
  folder = await mkdtemp(join(tmpdir(), 'ossnotify-'));
});

const cwd = process.cwd();
const ossnotify = (...argv: string[]) => runProgram(argv, { env: emulator.env, cwd });
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const keysOf = (text: string) => linesOf(text).map(({ key, undecodable }) => key ?? undecodable.body);

describe('decode', () => {
  it('finds the events in every kind of body, also spread over lines', async () => {
    const { status, stdout, stderr } = await ossnotify('decode', FILE);
    expect(status).toBe(0);
    expect(keysOf(stdout)).toEqual([...KEYS, 'this is no event']);
    expect(stderr).toBe('warning: 1 of 7 could not be decoded\n');
    expect(linesOf(stdout)[5]).toMatchObject({
      messageId: 'M1',
      topic: 'demo',
      dequeueCount: 2,
      latencyMs: 250,
    });
  });

  it('reads stdin, and ends with 1 when there is no event in it', async () => {
    const good = await runProgram(['decode'], { stdin: bodyOf({ key: 'a' }), cwd });
    expect(keysOf(good.stdout)).toEqual(['a']);
    expect((await runProgram(['decode', '-'], { stdin: 'nothing', cwd })).status).toBe(1);
  });

  it('reads back what it has written, also spread over lines', async () => {
    const { stdout } = await ossnotify('decode', FILE, '-o', 'json');
    const again = await runProgram(['decode', '-o', 'json'], { env: emulator.env, stdin: stdout, cwd });
    expect(again.stderr).toBe('warning: 1 of 7 could not be decoded\n');
    const untimed = (text: string) => text.replace(/"(latencyMs|receivedAt)": .*/g, '');
    expect(untimed(again.stdout)).toBe(untimed(stdout));
  });

  it('shows an event as the vendor shows its result, and reads that back', async () => {
    const shown = await ossnotify('decode', FILE, '-o', 'event-display');
    const [, second = ''] = shown.stdout.split(/(?=\d{4}\/)/);
    expect(second).toMatch(
      /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d receive cloudevents\.Event:\n\{"events": \[\{\n {12}"eventName"/,
    );
    expect(second).toContain('            "oss": {\n                "bucket": {\n                    "arn"');
    expect(second).toContain('            "requestParameters": {"sourceIPAddress": "192.0.2.10"},\n');
    const back = await runProgram(['decode'], { stdin: shown.stdout, cwd });
    expect(keysOf(back.stdout).slice(0, 6)).toEqual(KEYS);
  });

  it('does not let a body that is broken off swallow the next', async () => {
    const stdin = `{"events":[{"eventName":\n${JSON.stringify({ events: [{ eventName: 'E', eventSource: 'acs:oss', oss: { object: { key: 'b' } } }] })}\n`;
    const { stdout } = await runProgram(['decode'], { stdin, cwd });
    expect(keysOf(stdout)).toEqual(['{"events":[{"eventName":', 'b']);
  });

  it('says which file it cannot read', async () => {
    const { status, stderr } = await ossnotify('decode', 'no/such/file');
    expect(status).toBe(5);
    expect(stderr).toMatch(/cannot read .*no\/such\/file: ENOENT/);
  });
});

describe('tail --from', () => {
  it.each(['pretty', 'ndjson', 'json', 'cloudevents', 'raw', 'event-display', 'template={key}'])(
    '-o %s',
    async (output) => {
      const { status, stdout } = await ossnotify('tail', '--from', FILE, '-o', output);
      expect(status).toBe(0);
      for (const key of output === 'raw' ? ['this is no event'] : KEYS) expect(stdout).toContain(key);
      expect(stdout).toContain('this is no event');
    },
  );

  it.each([
    [['--key', '*.txt'], 3],
    [['--event', 'ObjectRemoved:*'], 1],
    [['--grep', '"sourceIPAddress":"192\\.0\\.2\\.10"'], 6],
    [['--grep', '/TIMG/i'], 1],
    [['--min-size', '6'], 0],
    [['--exclude-key', 'in/*', '--max-size', '1K'], 3],
    [['-n', '2'], 2],
  ])('%j', async (flags, events) => {
    const { stdout } = await ossnotify('tail', '--from', FILE, '-o', 'template={key}', ...flags);
    const shown = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('undecodable'));
    expect(shown).toHaveLength(events);
  });

  it('forwards what it reads', async () => {
    const receiver = await startReceiver();
    await ossnotify('tail', '--from', FILE, '--forward', receiver.url, '-q');
    expect(receiver.posts).toHaveLength(7);
  });
});

describe('tail --record', () => {
  it('keeps every delivery as received, before filters, for its owner alone; a replay shows the same', async () => {
    const file = join(folder, 'recording.ndjson');
    await mns.createQueue('recorded');
    const bodies = [bodyOf({ key: 'a' }), 'no event', bodyOf({ key: 'b' })];
    await mns.sendBatch(
      'recorded',
      bodies.map((body) => ({ body })),
    );
    await ossnotify(
      'tail',
      '--queue',
      'recorded',
      '--record',
      file,
      '--key',
      'b',
      '-n',
      '1',
      '--timeout',
      '5m',
    );
    const lines = linesOf(await readFile(file, 'utf8'));
    expect(lines.map(({ body }) => body).sort()).toEqual([...bodies].sort());
    expect(lines[0]).toMatchObject({
      queue: 'recorded',
      messageId: expect.any(String),
      enqueuedAt: expect.any(String),
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const replayed = await ossnotify('replay', file, '--speed', 'max', '-o', 'ndjson');
    expect(keysOf(replayed.stdout).sort()).toEqual(['a', 'b', 'no event']);
    expect(replayed.stderr).toBe('2 events and 1 undecodable message replayed\n');
  });

  it('keeps nothing of what was received beyond -n and given back', async () => {
    const file = join(folder, 'twenty.ndjson');
    await mns.createQueue('forty');
    const bodies = Array.from({ length: 40 }, (_, index) => ({ body: bodyOf({ key: `${index}` }) }));
    for (const at of [0, 16, 32]) await mns.sendBatch('forty', bodies.slice(at, at + 16));
    const argv = ['tail', '--queue', 'forty', '-n', '20', '--record', file, '--timeout', '5m', '-q'];
    for (const lines of [20, 40]) {
      expect(await ossnotify(...argv)).toMatchObject({ status: 0 });
      expect(linesOf(await readFile(file, 'utf8'))).toHaveLength(lines);
    }
    const ids = linesOf(await readFile(file, 'utf8')).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(40);
  });

  it('loses no line behind one that was torn', async () => {
    const file = join(folder, 'torn.ndjson');
    await writeFile(file, '{"body":"torn');
    await ossnotify('tail', '--from', FILE, '--record', file, '-q');
    const { stdout } = await ossnotify('decode', file, '-o', 'ndjson');
    expect(keysOf(stdout).slice(1).sort()).toEqual(
      keysOf((await ossnotify('decode', FILE, '-o', 'ndjson')).stdout).sort(),
    );
    const text = await readFile(file, 'utf8');
    await ossnotify('tail', '--from', FILE, '--record', file, '-q');
    expect((await readFile(file, 'utf8')).slice(text.length)).toMatch(/^\{/);
  });

  it('ends with an error when the disk is full, and takes nothing from the queue', async () => {
    await mns.createQueue('full');
    await mns.sendBatch('full', [{ body: bodyOf({ key: 'a' }) }]);
    const { status, stderr } = await ossnotify('tail', '--queue', 'full', '--record', '/dev/full');
    expect(status).toBe(1);
    expect(stderr).toContain('cannot write /dev/full: ENOSPC');
    const { activeMessages = 0, inactiveMessages = 0 } = await mns.queueAttributes('full');
    expect(activeMessages + inactiveMessages).toBe(1);
  });
});

describe('replay', () => {
  it('says that it was interrupted before its end', async () => {
    const file = join(folder, 'hours.ndjson');
    const times = ['2026-03-02T08:00:00.000Z', '2026-03-02T11:00:00.000Z'];
    const lines = times.map((receivedAt) => JSON.stringify({ receivedAt, body: bodyOf({ key: 'a' }) }));
    await writeFile(file, `${lines.join('\n')}\n`);
    const replay = startProgram(['replay', file, '-o', 'template={key}'], { env: emulator.env, cwd });
    await replay.stdout.until(/a\n/);
    replay.signal('SIGINT');
    const { status, stderr } = await replay.ended;
    expect([status, stderr]).toEqual([130, 'interrupted: 1 event replayed\n']);
  });

  it('keeps the rhythm of the recording, at its speed', async () => {
    const file = join(folder, 'rhythm.ndjson');
    const at = (second: number) =>
      JSON.stringify({
        receivedAt: `2026-03-02T08:15:${30 + second}.000Z`,
        body: bodyOf({ key: `k${second}` }),
      });
    await writeFile(file, [at(0), at(1), at(9)].join('\n'));
    let nowMs = 0;
    const rests: number[] = [];
    const sleep = async (ms: number) => {
      rests.push(ms);
      nowMs += ms;
      await new Promise(setImmediate);
    };
    const { stdout } = await runProgram(['replay', file, '--speed', '2', '-o', 'template={key}'], {
      cwd,
      system: { now: () => nowMs, sleep },
    });
    expect(stdout).toBe('k0\nk1\nk2\n'.replace('k2', 'k9'));
    expect(rests).toEqual([500, 4000]);
  });

  it('leaves what can be read but once to its replay, also where a bar would be shown', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const written = writeFile(pipe, `${bodyOf({ key: 'once' })}\n`);
    const { status, stdout } = await runProgram(['replay', pipe, '--speed', 'max', '-o', 'template={key}'], {
      cwd,
      tty: ['stderr'],
    });
    await written;
    expect([status, stdout]).toEqual([0, 'once\n']);
  });

  it('gives what tells no time right behind the one before it', async () => {
    const file = join(folder, 'untimed.ndjson');
    const at = (second: number) =>
      JSON.stringify({ receivedAt: `2026-03-02T08:15:3${second}.000Z`, body: bodyOf({ key: `k${second}` }) });
    const torn = at(2).slice(0, 60);
    await writeFile(file, ['first', at(0), torn, at(1), 'text', at(4)].join('\n'));
    let nowMs = Date.parse('2026-04-01T00:00:00Z');
    const rests: number[] = [];
    const sleep = async (ms: number) => {
      rests.push(ms);
      nowMs += ms;
      await new Promise(setImmediate);
    };
    const { stdout } = await runProgram(['replay', file, '-o', 'ndjson'], {
      cwd,
      system: { now: () => nowMs, sleep },
    });
    expect(rests).toEqual([1000, 3000]);
    expect(keysOf(stdout)).toEqual(['first', 'k0', torn, 'k1', 'text', 'k4']);
  });

  it('posts to a URL, and publishes to a topic', async () => {
    const receiver = await startReceiver();
    await ossnotify('replay', FILE, '--speed', 'max', '--to', receiver.url, '--forward-format', 'binary');
    expect(receiver.posts[0]?.headers['ce-type']).toBe('oss:ObjectCreated:PutObject');
    await mns.createTopic('again');
    await mns.createQueue('again');
    const endpoint = 'acs:mns:cn-hangzhou:1000000000000001:queues/again';
    await mns.subscribe('again', 'again', { endpoint, format: 'SIMPLIFIED' });
    expect((await ossnotify('replay', FILE, '--speed', 'max', '--to', 'topic:again')).status).toBe(0);
    expect((await mns.queueAttributes('again')).activeMessages).toBe(7);
  });
});

describe('stats', () => {
  it('counts by type and prefix', async () => {
    const { stdout } = await ossnotify('stats', FILE);
    expect(stdout).toMatch(/^6 events, 1 undecodable, 0 duplicates, 1 redelivery, 0 out of order\n/);
    expect(stdout).toMatch(/\n2 +ObjectCreated:PutObject\n/);
    expect(stdout).toMatch(/\n3 +in\/\n/);
    expect(stdout).toMatch(/latency .*p50/);
  });

  it('is JSON with -o json', async () => {
    expect(JSON.parse((await ossnotify('stats', FILE, '-o', 'json')).stdout)).toMatchObject({
      counts: { events: 6, undecodable: 1 },
      byType: [{ name: 'ObjectCreated:PutObject', events: 2 }, {}, {}, {}, {}],
      latency: { events: 6 },
    });
  });
});

describe('send and expect', () => {
  it('an expectation is met by an event that send publishes', async () => {
    await mns.createTopic('orders');
    const met = ossnotify(
      'expect',
      'orders',
      '--event',
      'ObjectCreated:*',
      '--key',
      'in/*',
      '--timeout',
      '10m',
    );
    while ((await mns.listSubscriptions('orders')).length === 0) await new Promise(setImmediate);
    const sent = await ossnotify('send', 'orders', 'PutObject', '--key', 'in/电影.mp3', '--size', '2K');
    expect(sent.status).toBe(0);
    expect(await met).toMatchObject({ status: 0, stdout: '' });
    expect(await mns.listQueues('ossnotify-tail-')).toEqual([]);
  });

  it('one that is not met ends with 7', async () => {
    const { status, stderr } = await ossnotify('expect', 'orders', '--timeout', '300ms');
    expect(status).toBe(7);
    expect(stderr).toContain('0 of 1 expected event came in time');
  });

  it.each([
    [['orders', 'ObjectCreated:*', '--key', 'k'], 'group of types'],
    [['orders', 'PutObjekt', '--key', 'k'], 'no event type PutObjekt'],
    [['or ders', 'PutObject', '--key', 'k'], 'no name of a topic'],
  ])('send refuses %j', async (args, text) => {
    const { status, stderr } = await ossnotify('send', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(text);
  });

  it('sends a body that decodes to what was asked for', async () => {
    const { stdout } = await ossnotify(
      'send',
      'orders',
      'ObjectDownloaded:GetObject',
      '--key',
      'k',
      '--size',
      '7',
      '--dry-run',
    );
    const decoded = await runProgram(['decode'], { stdin: stdout, cwd });
    expect(linesOf(decoded.stdout)[0]).toMatchObject({
      type: 'ObjectDownloaded:GetObject',
      key: 'k',
      size: 7,
      event: { oss: { object: { readTo: 7 } } },
    });
  });

  it('shows as JSON what it would send', async () => {
    const { stdout } = await ossnotify(
      'send',
      'orders',
      'PutObject',
      '--key',
      'k',
      '--dry-run',
      '-o',
      'json',
    );
    const { body, ...sample } = JSON.parse(stdout);
    expect(sample).toMatchObject({ topic: 'orders', type: 'ObjectCreated:PutObject', key: 'k' });
    expect(keysOf((await runProgram(['decode'], { stdin: body, cwd })).stdout)).toEqual(['k']);
  });
});
