import { beforeAll, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const run = (...argv: string[]) => runProgram(argv, { env: emulator.env });
const RULE = ['--bucket', 'demo-bucket', '--event', 'ObjectCreated:*'];

beforeAll(async () => {
  await run('rule', 'create', 'movies', ...RULE, '--match', 'movie/*', '--to', 'topic:movies');
  await run('rule', 'create', 'photos', ...RULE, '--match', 'photo/*', '--to', 'topic:photos');
});

async function putObject(key: string): Promise<void> {
  const { createOssClient } = await import('../../src/clients/oss.ts');
  const keys = { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' };
  const client = createOssClient({
    endpoint: emulator.url,
    region: 'cn-hangzhou',
    network: 'public',
    now: Date.now,
    credentials: async () => keys,
  });
  await client.putObject('demo-bucket', key, Buffer.from('x'));
}

describe('queue create', () => {
  it('makes a queue that gets the bare messages of its topics, readers or not', async () => {
    const created = await run('queue', 'create', 'durable', '--topic', 'movies,photos');
    expect(created).toEqual({
      status: 0,
      stdout: 'durable\n',
      stderr: 'queue durable created; subscribed to movies, photos\n',
    });
    await putObject('movie/a.mp3');
    await putObject('photo/b.jpg');
    const { stdout } = await run('tail', '--queue', 'durable', '-n', '2', '-o', 'raw', '--wait-seconds', '1');
    const bodies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(Buffer.from(line, 'base64').toString()));
    const keys = bodies.map((body) => body.events[0].oss.object.key);
    expect(keys.sort()).toEqual(['movie/a.mp3', 'photo/b.jpg']);
  });

  it('changes nothing the second time, other settings included', async () => {
    await run('queue', 'create', 'twice', '--topic', 'movies', '--visibility', '30');
    const same = await run(
      'queue',
      'create',
      'twice',
      '--topic',
      'movies',
      '--visibility',
      '30',
      '-o',
      'json',
    );
    expect(JSON.parse(same.stdout)).toEqual({
      queue: 'twice',
      outcome: 'existed',
      subscriptions: [{ topic: 'movies', outcome: 'existed' }],
      applied: true,
    });
    const other = await run('queue', 'create', 'twice', '--topic', 'photos', '--visibility', '31');
    expect(other.stderr).toBe(
      'queue twice exists already, with other settings, which it keeps; subscribed to photos\n',
    );
  });

  it('makes nothing when a topic is missing, or when it is only asked', async () => {
    const missing = await run('queue', 'create', 'none', '--topic', 'movies,no-such-topic');
    expect(missing).toMatchObject({ status: 5, stdout: '' });
    const dry = await run('queue', 'create', 'none', '--topic', 'movies', '--dry-run');
    expect(dry.stdout).toBe('would create queue none, unless it exists, and subscribe it to movies\n');
    expect((await run('queue', 'delete', 'none', '--yes')).status).toBe(5);
  });

  it('removes the queue again when a subscription of that name goes elsewhere', async () => {
    const { createMnsClient } = await import('../../src/clients/mns.ts');
    const keys = { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' };
    const mns = createMnsClient({
      endpoint: emulator.url,
      accountId: '1000000000000001',
      credentials: async () => keys,
    });
    await mns.subscribe('photos', 'taken', { endpoint: 'http://192.0.2.1/', format: 'JSON' });
    expect(await run('queue', 'create', 'taken', '--topic', 'movies,photos')).toMatchObject({ status: 6 });
    expect(await mns.listQueues('taken')).toEqual([]);
    expect(await mns.listSubscriptions('movies')).not.toContain('taken');
    await mns.close();
  });

  it.each([
    [['create', 'a_b', '--topic', 'movies'], /"a_b" is no name/],
    [['create', 'a', '--topic', 'b_c'], /"b_c" is no name/],
    [['create', 'a'], /--topic/],
    [['create', 'a', '--topic', 'b', '--visibility', '0'], /above 0/],
    [['create', 'a', '--topic', 'b', '--visibility', '43201'], /from 1 to 43200/],
    [['create', 'a', '--topic', 'b', '--retention', '59'], /from 60 to 604800/],
    [['create', 'a', '--topic', 'b', '--provider', 'ks3'], /does not serve/],
    [['delete', 'a', '--yes', '--provider', 'ks3'], /does not serve/],
    [['delete', 'a_b', '--yes'], /"a_b" is no name/],
  ])('refuses %j with 2', async (argv, cause) => {
    const { status, stdout, stderr } = await run('queue', ...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(cause);
  });
});

describe('queue delete', () => {
  it('removes the queue with the subscriptions that send to it, whatever they are called', async () => {
    await run('queue', 'create', 'doomed', '--topic', 'movies');
    await run('rule', 'create', 'more', ...RULE, '--match', 'more/*', '--to', 'topic:photos,queue:doomed');
    const dry = await run('queue', 'delete', 'doomed', '--dry-run');
    expect(dry.stdout).toMatch(
      /^would delete queue:doomed subscription:movies\/doomed subscription:photos\/mns-en-subs-oss-more-1-\d+\n$/,
    );
    expect((await run('queue', 'delete', 'doomed')).stderr).toContain('pass --yes');
    const { stdout } = await run('queue', 'delete', 'doomed', '--yes');
    expect(stdout).toBe(dry.stdout.replace('would delete', 'deleted'));
    expect(await run('queue', 'delete', 'doomed', '--yes')).toMatchObject({ status: 5, stdout: '' });
  });

  it("leaves the subscriptions of other regions' and accounts' queues of the same name alone", async () => {
    await run('queue', 'create', 'twin', '--topic', 'movies');
    const { createMnsClient } = await import('../../src/clients/mns.ts');
    const keys = { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' };
    const mns = createMnsClient({
      endpoint: emulator.url,
      accountId: '1000000000000001',
      credentials: async () => keys,
    });
    for (const [name, place] of [
      ['far', 'cn-beijing:1000000000000001'],
      ['foreign', 'cn-hangzhou:1000000000000002'],
    ] as const) {
      await mns.subscribe('movies', name, { endpoint: `acs:mns:${place}:queues/twin`, format: 'SIMPLIFIED' });
    }
    const { stdout } = await run('queue', 'delete', 'twin', '--yes', '-o', 'json');
    expect(JSON.parse(stdout).subscriptions).toEqual([{ topic: 'movies', name: 'twin' }]);
    expect(await mns.listSubscriptions('movies')).toEqual(expect.arrayContaining(['far', 'foreign']));
    await mns.close();
  });

  it('leaves other queues alone', async () => {
    await run('queue', 'create', 'abc', '--topic', 'movies');
    await run('queue', 'create', 'bc', '--topic', 'movies');
    const { stdout } = await run('queue', 'delete', 'bc', '--yes', '--topic', 'movies', '-o', 'json');
    expect(JSON.parse(stdout).subscriptions).toEqual([{ topic: 'movies', name: 'bc' }]);
    expect((await run('queue', 'delete', 'abc', '--yes')).stdout).toContain('subscription:movies/abc');
  });
});

describe('topic unsubscribe', () => {
  it('removes the one subscription, after it was asked', async () => {
    await run('queue', 'create', 'single', '--topic', 'movies');
    const argv = ['topic', 'unsubscribe', 'movies', 'single'];
    const to = 'acs:mns:cn-hangzhou:1000000000000001:queues/single';
    expect(await run(...argv)).toMatchObject({ status: 2, stdout: '' });
    expect((await run(...argv, '--dry-run')).stdout).toBe(
      `would remove subscription:movies/single to ${to}\n`,
    );
    expect(JSON.parse((await run(...argv, '--yes', '-o', 'json')).stdout)).toEqual({
      topic: 'movies',
      subscription: 'single',
      to,
      applied: true,
    });
    expect(await run(...argv, '--yes')).toMatchObject({ status: 5 });
    expect(await run('topic', 'unsubscribe', 'movies', '', '--yes')).toMatchObject({ status: 2 });
  });
});
