/** `tail` by command line, fed and read by the vendor's own clients. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { aliOss, type MnsSdk, mnsSdk } from '../contract/sdk.ts';
import { bodyOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const ACCOUNT = '1000000000000001';
const KEYS = { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' };
let oss: ReturnType<typeof aliOss>;
let vendorMns: MnsSdk;
let mns: MnsClient;

const ossnotify = (...argv: string[]) => runProgram(argv, { env: emulator.env });
const start = (...argv: string[]) => startProgram(argv, { env: emulator.env });

beforeAll(async () => {
  oss = aliOss(emulator);
  vendorMns = mnsSdk(emulator);
  mns = createMnsClient({ endpoint: emulator.url, accountId: ACCOUNT, credentials: async () => KEYS });
  await ossnotify(
    ...['rule', 'create', 'movies', '--bucket', 'demo-bucket', '--event', 'ObjectCreated:*'],
    ...['--match', 'movie/*.mp3', '--to', 'topic:movies'],
  );
});

async function nothingTemporary(): Promise<void> {
  const queues = await mns.listQueues('ossnotify-tail-');
  const subscriptions = await mns.listSubscriptions('movies');
  expect({
    queues,
    subscriptions: subscriptions.filter((name) => name.startsWith('ossnotify-tail-')),
  }).toEqual({
    queues: [],
    subscriptions: [],
  });
}

describe('tail TOPIC', () => {
  afterEach(nothingTemporary);

  it('prints one line for the matching put of ali-oss, and none for the other', async () => {
    const tail = start('tail', 'movies', '-o', 'ndjson', '-n', '1');
    await tail.stderr.until(/listening on topic movies/);
    await oss.put('movie/a.jpg', Buffer.from('hello'));
    await oss.put('movie/a.mp3', Buffer.from('hello'));
    const { status, stdout } = await tail.ended;
    expect(status).toBe(0);
    const [line = '', ...rest] = stdout.split('\n');
    expect(rest).toEqual(['']);
    expect(JSON.parse(line)).toMatchObject({
      provider: 'oss',
      type: 'ObjectCreated:PutObject',
      bucket: 'demo-bucket',
      key: 'movie/a.mp3',
      size: 5,
      region: 'cn-hangzhou',
      rule: 'movies',
      topic: 'movies',
      dequeueCount: 1,
      duplicate: false,
      event: { eventName: 'ObjectCreated:PutObject', oss: { object: { key: 'movie/a.mp3', deltaSize: 5 } } },
    });
  });

  it('prints pretty lines with full type and bucket/key, and what is filtered not at all', async () => {
    const tail = start('tail', '--rule', 'movies', '--utc', '--key', '*/b-*', '-n', '1');
    await tail.stderr.until(/listening/);
    await oss.put('movie/a-1.mp3', Buffer.from('hello'));
    await oss.put('movie/b-\u001b[31m电影.mp3', Buffer.from('hello'));
    const { status, stdout } = await tail.ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z {2}ObjectCreated:PutObject {2}demo-bucket\/movie\/b-␛\[31m电影\.mp3 {2}5 B {2}\+-?\d+ ms\n$/,
    );
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends on %s with %i and leaves nothing behind', async (name, status) => {
    const tail = start('tail', 'movies');
    await tail.stderr.until(/listening/);
    expect(await mns.listQueues('ossnotify-tail-')).toHaveLength(1);
    tail.signal(name);
    expect(await tail.ended).toMatchObject({ status, stdout: '' });
  });

  it('leaves nothing behind when its reader has gone, and ends with 0', async () => {
    const tail = startProgram(['tail', 'movies', '-o', 'ndjson'], { env: emulator.env, closeStdoutAfter: 1 });
    await tail.stderr.until(/listening/);
    for (const key of ['movie/1.mp3', 'movie/2.mp3', 'movie/3.mp3']) await oss.put(key, Buffer.from('hello'));
    const { status, stdout } = await tail.ended;
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
  });

  it('leaves nothing behind when an output fails, and says why', async () => {
    const tail = startProgram(['tail', 'movies'], { env: emulator.env, stdoutError: 'ENOSPC' });
    await tail.stderr.until(/listening/);
    await oss.put('movie/full.mp3', Buffer.from('hello'));
    expect(await tail.ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/error: cannot write the output: ENOSPC\nhint: the disk is full/),
    });
  });

  it.each([
    [['--timeout', '50ms'], 0, ''],
    [['--idle-timeout', '50ms'], 0, ''],
    [['--timeout', '50ms', '-n', '3'], 7, 'error: 0 of 3 events came in time\n'],
  ])('%j ends with %i', async (limit, status, cause) => {
    const outcome = await ossnotify('tail', 'movies', '--quiet', ...limit);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr.startsWith(cause)).toBe(true);
  });

  it('refuses a topic that does not exist with 5', async () => {
    const { status, stderr } = await ossnotify('tail', 'no-such-topic');
    expect(status).toBe(5);
    expect(stderr).toMatch(/^error: .*TopicNotExist.*\nhint: .+\n$/);
  });

  it.each([
    [[], /nothing to tail/, /ossnotify demo/],
    [['a', '--queue', 'b'], /both topics and --queue are named/, /pass one of them/],
    [['no/name'], /"no\/name" is no name/, /letters, digits and hyphens/],
    [['a', '--timeout', 'soon'], /duration/, /--help/],
    [['a', '--wait-seconds', '31'], /from 1 to 30/, /--help/],
    [['a', '-n', '0'], /above 0/, /--help/],
  ])('refuses %j with 2', async (argv, cause, remedy) => {
    const { status, stdout, stderr } = await ossnotify('tail', ...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(cause);
    expect(stderr).toMatch(remedy);
  });
});

describe('tail --queue --peek', () => {
  it('shows what waits, once, and deletes nothing', async () => {
    await mns.createQueue('waiting');
    for (const key of ['x', 'y']) await mns.send('waiting', bodyOf({ key }));
    const peek = ['tail', '--queue', 'waiting', '--peek', '-o', 'template={key} {dequeueCount}'];
    for (let look = 0; look < 2; look++) {
      const { status, stdout, stderr } = await ossnotify(...peek, '--timeout', '1500ms');
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'x 0\ny 0\n' });
      expect(stderr).toMatch(/^looking at the head of queue waiting, 16 messages at most/);
      expect(stderr).not.toContain('delete');
    }
    expect(await mns.peek('waiting', 16)).toHaveLength(2);
  });

  it('needs a queue', async () => {
    expect(await ossnotify('tail', 'movies', '--peek')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--peek needs --queue'),
    });
  });
});

describe('what is told', () => {
  afterEach(nothingTemporary);

  it('of several topics is told once, and so is a clock that is off', async () => {
    await ossnotify(
      'rule',
      'create',
      'logs',
      '--bucket',
      'demo-bucket',
      '--event',
      'ObjectRemoved:*',
      '--to',
      'topic:logs',
    );
    const system = { now: () => Date.now() + 20_400 };
    const tail = startProgram(['tail', 'movies', 'logs', '--timeout', '2s'], { env: emulator.env, system });
    const { status, stderr } = await tail.ended;
    expect(status).toBe(0);
    expect(stderr.match(/listening on topics movies, logs\n/g)).toHaveLength(1);
    expect(stderr.match(/clock is (19|20) s ahead of the service's/g)).toHaveLength(1);
  });

  it('of a temporary queue that goes is what it is', async () => {
    const tail = start('tail', 'movies');
    await tail.stderr.until(/listening/);
    const [queue = ''] = await mns.listQueues('ossnotify-tail-');
    await mns.deleteQueue(queue);
    const { status, stderr } = await tail.ended;
    expect(status).toBe(5);
    expect(stderr).toContain(
      `error: the temporary queue of topic movies (${queue}) was deleted while tailing`,
    );
  });

  it('at the end of a file that is piped on is nothing', async () => {
    const piped = await runProgram(['tail', '--from', '-', '-o', 'ndjson'], { stdin: bodyOf({ key: 'a' }) });
    expect(piped.stderr).toBe('');
    const seen = await runProgram(['tail', '--from', '-', '-o', 'ndjson'], {
      stdin: bodyOf({ key: 'a' }),
      tty: ['stdout'],
    });
    expect(seen.stderr).toMatch(/^1 event in /);
  });
});

describe('between the vendor’s MNS client and ours', () => {
  it('the vendor’s client reads the event that tail shows', async () => {
    await vendorMns.createQueue('vendor-queue');
    const endpoint = `acs:mns:cn-hangzhou:${ACCOUNT}:queues/vendor-queue`;
    await mns.subscribe('movies', 'vendor', { endpoint, format: 'SIMPLIFIED' });
    const tail = start('tail', 'movies', '-o', 'ndjson', '-n', '1');
    await tail.stderr.until(/listening/);
    await oss.put('movie/both.mp3', Buffer.from('hello'));
    const shown = JSON.parse((await tail.ended).stdout).event;
    const { body } = await vendorMns.receiveMessage('vendor-queue', 5);
    const { events } = JSON.parse(Buffer.from(body.MessageBody, 'base64').toString());
    expect(events).toEqual([shown]);
    await vendorMns.deleteMessage('vendor-queue', body.ReceiptHandle);
  });

  it('tail --queue reads what the vendor’s client sent, and deletes what it has shown', async () => {
    await vendorMns.createQueue('sent');
    for (const key of ['x', 'y']) {
      const event = {
        eventName: 'ObjectRemoved:DeleteObject',
        oss: { bucket: { name: 'b' }, object: { key } },
      };
      await vendorMns.sendMessage('sent', {
        MessageBody: Buffer.from(JSON.stringify({ events: [event] })).toString('base64'),
      });
    }
    const { status, stdout, stderr } = await ossnotify('tail', '--queue', 'sent', '-o', 'ndjson', '-n', '2');
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).key)
        .sort(),
    ).toEqual(['x', 'y']);
    expect(stderr).toContain('warning: messages of queue sent are deleted once handled');
    expect(await mns.peek('sent', 16)).toEqual([]);
  });

  it('tail --queue -o raw shows bodies as they are, and what cannot be decoded too', async () => {
    await vendorMns.createQueue('plain');
    await vendorMns.sendMessage('plain', { MessageBody: 'no event at all' });
    const raw = start('tail', '--queue', 'plain', '-o', 'raw');
    await raw.stdout.until(/\n/);
    raw.signal('SIGINT');
    expect(await raw.ended).toMatchObject({ status: 130, stdout: 'no event at all\n' });
  });
});
