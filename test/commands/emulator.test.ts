import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const inspect = (...argv: string[]) => runProgram(['emulator', 'inspect', ...argv], { env: emulator.env });

describe('emulator', () => {
  it('prints one line when it is ready, serves, and ends on a signal', async () => {
    const program = startProgram(['emulator', '--port', '0']);
    const ready = await program.stdout.until(/\n/);
    expect(ready).toMatch(/^ossnotify emulator listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    const url = ready.trim().split(' ').at(-1) ?? '';
    const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: url };
    expect(await runProgram(['rule', 'list'], { env })).toMatchObject({ status: 0, stdout: '' });
    program.signal('SIGTERM');
    expect(await program.ended).toMatchObject({ status: 143, stderr: '' });
  });

  it('says that its port is taken', async () => {
    const port = new URL(emulator.url).port;
    const { status, stderr } = await runProgram(['emulator', '--port', port]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `error: cannot listen on 127.0.0.1:${port}: the port is in use\n` +
        'hint: choose another port with --port, or let --port 0 pick a free one\n',
    );
  });
});

describe('emulator with files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
  });

  async function whileRunning(argv: readonly string[], use: (env: Record<string, string>) => Promise<void>) {
    const program = startProgram(['emulator', '--port', '0', ...argv], { cwd: folder });
    const url = (await program.stdout.until(/\n/)).trim().split(' ').at(-1) ?? '';
    await use({ OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: url });
    program.signal('SIGINT');
    expect((await program.ended).status).toBe(130);
  }

  const topics = async (env: Record<string, string>) =>
    JSON.parse((await runProgram(['emulator', 'inspect', 'topics', '-o', 'json'], { env })).stdout).map(
      ({ name }: { name: string }) => name,
    );

  it('starts from a seed, keeps its state, and logs its requests', async () => {
    writeFileSync(join(folder, 'seed.yaml'), 'topics: [seeded]\n');
    const argv = ['--data', 'state', '--seed', 'seed.yaml', '--log', 'requests.ndjson'];
    await whileRunning(argv, async (env) => {
      expect(await topics(env)).toEqual(['seeded']);
      const made = [
        'rule',
        'create',
        'r',
        '--bucket',
        'demo-bucket',
        '--event',
        'ObjectCreated:*',
        '--to',
        'topic:made',
      ];
      expect((await runProgram(made, { env })).status).toBe(0);
    });
    await whileRunning(['--data', 'state'], async (env) => {
      expect((await topics(env)).sort()).toEqual(['made', 'seeded']);
    });
    const operations = readFileSync(join(folder, 'requests.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).operation);
    expect(operations).toContain('CreateEventRule');
  });

  it.each([
    [['--seed', 'nowhere.yaml'], 2, /the seed cannot be used|nowhere\.yaml/],
    [['--seed', 'bad.yaml'], 2, /the seed cannot be used/],
    [['--faults', 'error=lots'], 2, /--faults: .*error=lots/],
    [['--log', 'no/such/folder/log'], 1, /cannot write the log/],
  ])('refuses %j with %i', async (argv, status, cause) => {
    writeFileSync(join(folder, 'bad.yaml'), 'queues: 7\n');
    const outcome = await runProgram(['emulator', '--port', '0', ...argv], { cwd: folder });
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(cause);
    expect(outcome.stderr).toMatch(/^error: .+\nhint: .+\n$/);
  });
});

describe('emulator env', () => {
  it.each([
    [[], 4586],
    [['--port', '9999'], 9999],
  ])('%j', async (argv, port) => {
    expect((await runProgram(['emulator', ...argv, 'env'])).stdout).toContain(`:${port}\n`);
    const { stdout } = await runProgram(['emulator', 'env', ...argv]);
    expect(stdout).toBe(
      `export OSSNOTIFY_PROFILE=emulator\nexport OSSNOTIFY_ENDPOINT=http://127.0.0.1:${port}\n`,
    );
  });
});

describe('emulator inspect', () => {
  it('shows what there is, as JSON and as tables', async () => {
    await runProgram(
      [
        'rule',
        'create',
        'movies',
        '--bucket',
        'demo-bucket',
        '--event',
        'ObjectCreated:*',
        '--to',
        'topic:movies',
      ],
      { env: emulator.env },
    );
    expect(JSON.parse((await inspect('topics', '-o', 'json')).stdout)).toMatchObject([{ name: 'movies' }]);
    expect((await inspect('rules')).stdout).toMatch(/^NAME .*\nmovies /);
    expect((await inspect()).stdout).toMatch(/^topics \(1\)\nNAME .*\nmovies /m);
  });

  it.each(['env', 'inspect'])('%s takes no option that starts an emulator', async (command) => {
    for (const argv of [
      ['--data', 'x', command],
      [command, '--data', 'x'],
    ])
      expect(await runProgram(['emulator', ...argv])).toEqual({
        status: 2,
        stdout: '',
        stderr: `error: --data is for starting an emulator, and ${command} is about one that runs\nhint: leave --data out; --port says where it listens\n`,
      });
    const { stdout } = await runProgram(['emulator', command, '--help']);
    expect(stdout).toContain('--port <port>');
    expect(stdout).toContain('--endpoint <url>');
    expect(stdout).not.toContain('--data');
  });

  it('finds the emulator by its port, before and after the word', async () => {
    const { port } = new URL(String(emulator.env['OSSNOTIFY_ENDPOINT']));
    for (const argv of [
      ['--port', port, 'inspect', 'queues'],
      ['inspect', 'queues', '--port', port],
    ])
      expect(await runProgram(['emulator', ...argv, '-o', 'json'])).toMatchObject({ status: 0, stderr: '' });
    const other = { env: { OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:1' } };
    expect((await runProgram(['emulator', 'inspect', '--port', port], other)).status).toBe(0);
    const both = ['emulator', 'inspect', '--port', port, '--endpoint', 'http://127.0.0.1:1'];
    expect(await runProgram(both)).toMatchObject({
      status: 2,
      stderr: 'error: --port and --endpoint both say where the emulator is\nhint: give one of them\n',
    });
  });

  it('tells a queue that is not there, and asks for its name', async () => {
    expect(await inspect('messages', 'nowhere')).toMatchObject({ status: 5, stdout: '' });
    expect(await inspect('messages')).toMatchObject({ status: 2, stdout: '' });
  });

  it('knows an emulator from anything else that answers', async () => {
    const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { status, stderr } = await runProgram(['emulator', 'inspect', '--endpoint', endpoint]);
    other.closeAllConnections();
    other.close();
    expect(status).toBe(1);
    expect(stderr).toContain('no emulator answers');
  });
});
