/** Section 1 of the command line's contract, held by every command alike. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const KEYS = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };

beforeAll(async () => {
  const made = ['rule', 'create', 'standing', '--bucket', 'other-bucket', '--event', 'ObjectRemoved:*'];
  await runProgram(made, { env: emulator.env });
});

/** Every command, with arguments that let it do something, and what it ends with. */
const COMMANDS: readonly {
  readonly path: string;
  readonly args: readonly string[];
  readonly status?: number;
}[] = [
  {
    path: 'rule create',
    args: ['first', '--bucket', 'some-bucket', '--event', 'ObjectCreated:*', '--dry-run'],
  },
  { path: 'rule list', args: [] },
  { path: 'rule get', args: ['no-such-rule'], status: 5 },
  { path: 'rule delete', args: ['no-such-rule', '--yes'], status: 5 },
  { path: 'rule check', args: ['no-such-file.yaml'], status: 2 },
  { path: 'rule match', args: ['some/key'] },
  { path: 'rule diff', args: ['-f', 'no-such-file.yaml'], status: 2 },
  { path: 'rule apply', args: ['-f', 'no-such-file.yaml'], status: 2 },
  { path: 'rule export', args: [] },
  { path: 'events', args: [] },
  { path: 'tail', args: ['--queue', 'no-such-queue'], status: 5 },
  { path: 'expect', args: ['--queue', 'no-such-queue'], status: 5 },
  { path: 'decode', args: [resolve('test/fixtures/events.txt')] },
  { path: 'replay', args: [resolve('test/fixtures/events.txt')] },
  { path: 'stats', args: [resolve('test/fixtures/events.txt')] },
  { path: 'send', args: ['some-topic', 'PutObject', '--key', 'k', '--dry-run'] },
  { path: 'cleanup', args: [] },
  { path: 'token', args: ['--url', 'https://1.mns.cn-shanghai.aliyuncs.com/'] },
  { path: 'token inspect', args: [resolve('test/fixtures/token/sample-secret.yaml')] },
  { path: 'manifest secret', args: ['--url', 'https://1.mns.cn-shanghai.aliyuncs.com/'] },
  { path: 'manifest service-account', args: [] },
  { path: 'manifest broker', args: [] },
  { path: 'manifest source', args: ['--topic', 'movies'] },
  { path: 'manifest service', args: [] },
  { path: 'manifest trigger', args: [] },
  { path: 'manifest all', args: ['--topic', 'movies'] },
  { path: 'manifest bridge', args: ['--queue', 'some-queue'] },
  { path: 'queue create', args: ['some-queue', '--topic', 'no-such-topic', '--dry-run'] },
  { path: 'queue delete', args: ['no-such-queue', '--yes'], status: 5 },
  { path: 'topic delete', args: ['nosuch', '--yes'], status: 5 },
  { path: 'topic unsubscribe', args: ['nosuch', 'none', '--yes'], status: 5 },
  { path: 'demo', args: ['--count', '2'] },
  { path: 'emulator', args: ['--port', '0', '--host', '203.0.113.1'], status: 1 },
  { path: 'emulator env', args: [] },
  { path: 'emulator inspect', args: [] },
  { path: 'probe', args: ['--bucket', 'no-such-bucket'], status: 5 },
  { path: 'doctor', args: [] },
  { path: 'config list', args: [] },
  { path: 'config get', args: ['region'] },
  { path: 'config set', args: ['colour', 'blue'], status: 2 },
  { path: 'config unset', args: ['colour'], status: 2 },
  { path: 'config use', args: ['no-such-profile'], status: 5 },
  { path: 'config path', args: [] },
  { path: 'config credentials', args: ['--access-key-id', 'AK'], status: 2 },
  { path: 'completion', args: ['bash'] },
  { path: 'completion install', args: [], status: 2 },
];

const STACK = /\n\s+at |TypeError|\bbug\b/;
const ESCAPE = '\u001B';

function words({ path, args }: { path: string; args: readonly string[] }): string[] {
  return [...path.split(' '), ...args];
}

describe.each(COMMANDS)('$path', (command) => {
  const env = () => ({ ...emulator.env, ...KEYS });

  it('ends with its exit code; results on stdout, talk on stderr, no stack and no colour off a terminal', async () => {
    const { status, stdout, stderr } = await runProgram(words(command), { env: env() });
    expect({ status, stderr }).toMatchObject({ status: command.status ?? 0 });
    expect(stdout + stderr).not.toContain(ESCAPE);
    expect(stderr).not.toMatch(STACK);
    if (command.status === undefined) expect(stdout).not.toBe('');
    else expect(stdout).toBe('');
  });

  it('shows help on stdout', async () => {
    const { status, stdout, stderr } = await runProgram([...command.path.split(' '), '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: ossnotify ${command.path}`);
    expect((await runProgram(['help', ...command.path.split(' ')])).stdout).toBe(stdout);
  });

  it('says in two lines what is wrong with its arguments and what to do, on stderr, with 2', async () => {
    const { status, stdout, stderr } = await runProgram([...words(command), '--no-such-option']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const remedy = `its options are shown by: ossnotify ${command.path} --help`;
    expect(stderr).toBe(`error: unknown option '--no-such-option'\nhint: ${remedy}\n`);
  });

  it('says it as JSON with -o json', async () => {
    const wrong = [...command.path.split(' '), '--no-such-option', '-o', 'json'];
    const { status, stderr } = await runProgram(wrong, { env: env() });
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: expect.stringMatching(/^[a-z-]+$/),
        message: expect.any(String),
        hint: expect.any(String),
      },
    });
  });

  it('colours errors on a terminal only, and as it is told', async () => {
    const wrong = [...words(command), '--no-such-option'];
    const onTerminal = async (extra: string[], variables = {}) =>
      (
        await runProgram([...extra, ...wrong], { env: { ...env(), ...variables }, tty: ['stderr'] })
      ).stderr.includes(ESCAPE);
    expect(await onTerminal([])).toBe(true);
    expect(await onTerminal(['--color', 'never'])).toBe(false);
    expect(await onTerminal([], { NO_COLOR: '1' })).toBe(false);
    expect(await onTerminal([], { TERM: 'dumb' })).toBe(false);
    const { stderr } = await runProgram(['--color', 'always', ...wrong], { env: env() });
    expect(stderr).toContain(ESCAPE);
  });

  it('ends quietly with 0 when its reader has gone', async () => {
    const { status, stderr } = await runProgram([...command.path.split(' '), '--help'], {
      closeStdoutAfter: 0,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    if (command.status !== undefined) return;
    const real = await runProgram(['--quiet', ...words(command)], { env: env(), closeStdoutAfter: 0 });
    expect({ status: real.status, stderr: real.stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('takes global options before and after it', async () => {
    const rest = words(command);
    const bare = { env: KEYS };
    const global = ['--profile', 'emulator', '--endpoint', emulator.url, '--no-input', '--quiet'];
    const before = await runProgram([...global, ...rest], bare);
    const after = await runProgram([...rest, ...global], bare);
    expect(before.status).toBe(command.status ?? 0);
    expect(after.status).toBe(before.status);
  });
});

describe('the program as a whole', () => {
  it('tests every command that there is', async () => {
    const files = readdirSync('src/commands');
    const { readTree, pathsOf } = await import('../../src/commands/command-tree.ts');
    const { buildProgram } = await import('../../src/commands/program.ts');
    const tree = readTree(await buildProgram(async () => {}, process.stdout, ['help']));
    const leaves = pathsOf(tree).filter(([path, node]) => path.length > 0 && node.commands.length === 0);
    const runnable = [...leaves.map(([path]) => path.join(' ')), 'emulator', 'token', 'completion'].filter(
      (path) => path !== 'help',
    );
    expect(COMMANDS.map(({ path }) => path).sort()).toEqual(runnable.sort());
    expect(files.length).toBeGreaterThan(runnable.length);
  });

  it('says of each command in the overview what the command says of itself', async () => {
    const { CATALOGUE } = await import('../../src/commands/catalogue.ts');
    const { buildProgram } = await import('../../src/commands/program.ts');
    const whole = await buildProgram(async () => {}, process.stdout, ['help']);
    const descriptions = whole.commands.map((command) => [command.name(), command.description()]);
    const overview = Object.entries(CATALOGUE).map(([name, { about }]) => [name, about]);
    expect(descriptions.filter(([name]) => name !== 'help')).toEqual(overview);
  });

  it('prints the exit codes', async () => {
    const { status, stdout } = await runProgram(['help', 'exit-codes']);
    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => Number.parseInt(line, 10))).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6, 7, 130, 143, Number.NaN],
    ]);
  });

  it.each([[[]], [['rule']], [['config']]])('shows help for %j, which is no whole command', async (argv) => {
    const { status, stdout, stderr } = await runProgram(argv);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: ossnotify');
  });

  it('prints its version', async () => {
    expect((await runProgram(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['rul', "unknown command 'rul'", 'did you mean rule?'],
    ['rule crate', "unknown command 'crate'", 'did you mean create?'],
    ['tail --evnt x', "unknown option '--evnt'", 'did you mean --event?'],
    ['help nothing', "unknown command 'nothing'", 'ossnotify help'],
  ])('%s: %s', async (line, cause, hint) => {
    const { status, stderr } = await runProgram(line.split(' '));
    expect(status).toBe(2);
    expect(stderr.toLowerCase()).toContain(hint.toLowerCase());
    expect(stderr).toContain(`error: ${cause}\n`);
  });
});
