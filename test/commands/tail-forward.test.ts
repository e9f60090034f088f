/** `tail --forward` and `--exec` by command line. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { bodyOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
let mns: MnsClient;

beforeAll(() => {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
});

async function filledQueue(name: string, count: number): Promise<string[]> {
  await mns.createQueue(name);
  const keys = Array.from({ length: count }, (_, index) => `k${index}`);
  for (let from = 0; from < count; from += 16) {
    await mns.sendBatch(
      name,
      keys.slice(from, from + 16).map((key) => ({ body: bodyOf({ key }) })),
    );
  }
  return keys;
}

const keyOf = (body: string) => JSON.parse(body).data.oss.object.key;

async function leftIn(queue: string): Promise<number> {
  const { activeMessages = 0, inactiveMessages = 0 } = await mns.queueAttributes(queue);
  return activeMessages + inactiveMessages;
}

describe('tail --queue --forward', () => {
  it('delivers each event once, and takes it from the queue only then', async () => {
    const keys = await filledQueue('once', 100);
    const receiver = await startReceiver();
    const { status } = await runProgram(['tail', '--queue', 'once', '-n', '100', '--forward', receiver.url], {
      env: emulator.env,
    });
    expect(status).toBe(0);
    expect(receiver.posts.map(({ body }) => keyOf(body)).sort()).toEqual(keys.sort());
    expect(await leftIn('once')).toBe(0);
  });

  it('interrupted and started again, still delivers each event once', async () => {
    const keys = await filledQueue('twice', 200);
    let interrupt = () => {};
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve;
    });
    const receiver = await startReceiver(async (_, nth) => {
      if (nth < 50) return 204;
      await interrupted;
      return 204;
    });
    const start = (...limit: string[]) =>
      startProgram(['tail', '--queue', 'twice', '--forward', receiver.url, ...limit], { env: emulator.env });
    const first = start();
    while (receiver.posts.length < 50) await new Promise(setImmediate);
    first.signal('SIGINT');
    interrupt();
    expect((await first.ended).status).toBe(130);
    expect(receiver.posts.length).toBeLessThan(200);
    expect(await leftIn('twice')).toBe(200 - receiver.posts.length);
    expect((await start('-n', String(200 - receiver.posts.length)).ended).status).toBe(0);
    expect(await leftIn('twice')).toBe(0);
    expect(receiver.posts.map(({ body }) => keyOf(body)).sort()).toEqual(keys.sort());
  });

  it('leaves in the queue what was refused', async () => {
    await filledQueue('refused', 1);
    const receiver = await startReceiver(() => 400);
    const tail = startProgram(['tail', '--queue', 'refused', '--forward', receiver.url], {
      env: emulator.env,
    });
    await tail.stderr.until(
      /did not take ObjectCreated:PutObject demo-bucket\/k0: it answered 400; it stays in its queue/,
    );
    tail.signal('SIGINT');
    await tail.ended;
    expect(await leftIn('refused')).toBe(1);
  });

  it('-n is not met by what was refused', async () => {
    await filledQueue('not-met', 2);
    const receiver = await startReceiver(() => 400);
    const argv = ['tail', '--queue', 'not-met', '-n', '2', '--forward', receiver.url, '-q'];
    const { status, stderr } = await runProgram(argv, { env: emulator.env });
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
      status: 1,
      stderr: 'error: 2 of 2 messages were not delivered',
    });
    expect(await leftIn('not-met')).toBe(2);
  });

  it('-n is cut short by --timeout while nobody takes what came', async () => {
    await filledQueue('nobody', 2);
    const argv = ['tail', '--queue', 'nobody', '-n', '2', '--timeout', '700ms', '-q'];
    const { status, stderr } = await runProgram([...argv, '--forward', 'http://127.0.0.1:1/'], {
      env: emulator.env,
    });
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
      status: 7,
      stderr: 'error: 0 of 2 events were handled in time; 2 messages were not delivered',
    });
  });

  it('-n takes a message of several events as a whole, so that the next tail goes on behind it', async () => {
    await mns.createQueue('whole');
    const bodies = [bodyOf({ key: 'a' }, { key: 'b' }, { key: 'c' }), bodyOf({ key: 'd' })];
    for (const body of bodies) await mns.send('whole', body);
    const next = async () => {
      const argv = ['tail', '--queue', 'whole', '-n', '1', '-o', 'template={key}', '-q'];
      return (await runProgram(argv, { env: emulator.env })).stdout;
    };
    expect([await next(), await next()]).toEqual(['a\nb\nc\n', 'd\n']);
  });
});

it.each([
  [
    '--queue told --timeout 1s',
    'stays in its queue and comes again (--dead-letter FILE takes such events out)',
  ],
  ['--queue told --peek -n 1', 'stays in its queue (--dead-letter FILE keeps such events)'],
  ['--from -', 'is not delivered (--dead-letter FILE keeps such events)'],
])('says what becomes of what was refused, and what keeps it: tail %s', async (source, fate) => {
  await filledQueue('told', 1);
  const receiver = await startReceiver(() => 400);
  const { stderr } = await runProgram(['tail', ...source.split(' '), '--forward', receiver.url], {
    env: emulator.env,
    stdin: bodyOf({ key: 'k0' }),
  });
  expect(stderr).toContain(
    `did not take ObjectCreated:PutObject demo-bucket/k0: it answered 400; it ${fate}\n`,
  );
});

it('waits before the next try as long as the receiver asks for', async () => {
  await filledQueue('asked', 1);
  const receiver = await startReceiver((_, nth) =>
    nth === 1 ? { status: 503, headers: { 'Retry-After': '17' } } : 204,
  );
  const rests: number[] = [];
  const sleep = async (ms: number, signal?: AbortSignal) => {
    rests.push(ms);
    // What else sleeps does so for good: only the way of the event is looked at.
    if (ms !== 17_000)
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  };
  const argv = ['tail', '--queue', 'asked', '-n', '1', '--forward', receiver.url];
  const { status } = await runProgram(argv, { env: emulator.env, system: { sleep } });
  expect([status, receiver.posts.length]).toEqual([0, 2]);
  expect(rests).toContain(17_000);
  expect(await leftIn('asked')).toBe(0);
});

it('forwards by several routes at once, each event to the first that takes its type, all before it is deleted', async () => {
  await mns.createQueue('routed');
  const [creations, removals, others] = [
    await startReceiver((_, nth) => (nth === 1 ? 503 : 204)),
    await startReceiver(),
    await startReceiver(),
  ];
  const types = [
    'ObjectCreated:PutObject',
    'ObjectCreated:CopyObject',
    'ObjectRemoved:DeleteObject',
    'ObjectDownloaded:GetObject',
  ];
  const events = types.map((type) => ({ type, key: type }));
  await mns.sendBatch('routed', [{ body: bodyOf(...events) }, { body: bodyOf({ key: 'alone' }) }]);
  const { status, stdout } = await runProgram(
    [
      ...['tail', '--queue', 'routed', '-n', '5', '--forward', others.url, '-o', 'template={key}'],
      ...['--route', `ObjectCreated:*=${creations.url}`, '--route', `ObjectRemoved:*=${removals.url}`],
      // The first that takes it counts.
      ...['--route', `ObjectCreated:CopyObject=${others.url}`],
    ],
    { env: emulator.env },
  );
  expect(status).toBe(0);
  expect(stdout.trim().split('\n').sort()).toEqual([...types, 'alone'].sort());
  const keys = ({ posts }: typeof others) => posts.map(({ body }) => keyOf(body)).sort();
  // One of these was refused at first.
  expect([...new Set(keys(creations))]).toEqual([
    'ObjectCreated:CopyObject',
    'ObjectCreated:PutObject',
    'alone',
  ]);
  expect(creations.posts).toHaveLength(4);
  expect(keys(removals)).toEqual(['ObjectRemoved:DeleteObject']);
  expect(keys(others)).toEqual(['ObjectDownloaded:GetObject']);
  expect(await leftIn('routed')).toBe(0);
});

describe('where nothing comes again', () => {
  const recording = async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'ossnotify-')), 'one.b');
    await writeFile(file, `${bodyOf({ key: 'a' })}\n`);
    return file;
  };

  it.each([['tail', '--from', '--forward'] as const, ['replay', undefined, '--to'] as const])(
    '%s fails when the receiver refuses',
    async (command, from, to) => {
      const receiver = await startReceiver(() => 400);
      const file = await recording();
      const argv = [command, ...(from ? [from] : []), file, to, receiver.url];
      const { status, stderr } = await runProgram(argv);
      expect(status).toBe(1);
      expect(stderr).toContain('it answered 400; it is not delivered (--dead-letter FILE');
      expect(stderr).toContain('1 of 1 message was not delivered');
      expect(stderr).not.toMatch(/comes again|replayed/);
      expect(await runProgram([...argv, '-q'])).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('not delivered'),
      });
    },
  );

  it('--exec fails when its command does', async () => {
    const { status, stderr } = await runProgram(
      ['tail', '--from', await recording(), '--exec', 'exit 3', '-q'],
      { env: { PATH: '/usr/bin:/bin' }, cwd: tmpdir() },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('1 of 1 message was not delivered');
  });

  it('what the dead-letter file has taken is no failure, and is counted', async () => {
    const receiver = await startReceiver(() => 400);
    const file = await recording();
    const { status, stderr } = await runProgram([
      ...['tail', '--from', file, '--forward', receiver.url, '--dead-letter', `${file}.dead`],
    ]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/1 event in .*, 1 dead-lettered/);
  });
});

describe('in a Knative pod', () => {
  it('takes the sink and its extensions from the environment', async () => {
    await filledQueue('knative', 1);
    const receiver = await startReceiver();
    const K_CE_OVERRIDES = '{"extensions":{"environment":"staging"}}';
    const { status } = await runProgram(['tail', '--queue', 'knative', '-n', '1'], {
      env: { ...emulator.env, K_SINK: `${receiver.url}/default/default`, K_CE_OVERRIDES },
    });
    expect(status).toBe(0);
    expect(receiver.posts[0]?.path).toBe('/default/default');
    expect(JSON.parse(receiver.posts[0]?.body ?? '')).toMatchObject({
      environment: 'staging',
      source: 'acs.oss',
    });
  });

  it.each(['$(K_SINK)', '$K_SINK', ''])('ends at once when the sink was not injected: %j', async (url) => {
    const { status, stderr } = await runProgram(['tail', '--queue', 'knative', '--forward', url]);
    expect(status).toBe(2);
    expect(stderr).toContain("the sink's URL was not injected");
  });
});

it('--exec gives a command the event, and leaves the message where the command fails', async () => {
  await filledQueue('commands', 2);
  const folder = await mkdtemp(join(tmpdir(), 'ossnotify-'));
  const command = 'test "$OSSNOTIFY_KEY" = k0 && cat > "$OUT"';
  const tail = startProgram(['tail', '--queue', 'commands', '--exec', command], {
    env: { ...emulator.env, PATH: '/usr/bin:/bin', OUT: join(folder, 'out') },
    cwd: folder,
  });
  await tail.stderr.until(/the command ended with status 1; the message stays in its queue/);
  while ((await leftIn('commands')) > 1) await new Promise(setImmediate);
  tail.signal('SIGINT');
  await tail.ended;
  expect(JSON.parse(await readFile(join(folder, 'out'), 'utf8'))).toMatchObject({
    key: 'k0',
    queue: 'commands',
  });
  expect(await leftIn('commands')).toBe(1);
});

it('says how many messages were filtered out and deleted', async () => {
  await filledQueue('unwanted', 5);
  const argv = ['tail', '--queue', 'unwanted', '--event', 'ObjectRemoved:*', '--timeout', '500ms'];
  const { status, stderr } = await runProgram(argv, { env: emulator.env });
  expect(status).toBe(0);
  expect(stderr).toMatch(/0 events in .*, 5 filtered out and deleted/);
});
