/** What `rule apply` says it did, whatever fails and wherever: done, not done, and what stands half-made. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const faults = (spec: string) => fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: spec });
const ossnotify = (argv: readonly string[], stdin = '', system = {}) =>
  runProgram(argv, {
    env: emulator.env,
    stdin,
    system: { sleep: async () => {}, random: () => 0, ...system },
  });
const apply = (file: string, ...more: string[]) =>
  ossnotify(['rule', 'apply', '-f', '-', '--yes', ...more], file);
const rule = (name: string, match: string, ...to: string[]) => ({ name, events: ['PutObject'], match, to });
const oss = (...rules: object[]) => JSON.stringify({ provider: 'oss', bucket: 'night', rules });
const ks3 = (bucket: string, ...rules: object[]) => JSON.stringify({ provider: 'ks3', bucket, rules });
const URL_A = 'https://a.example/x';
const URL_B = 'https://b.example/x';

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
  await faults('');
});

describe('several regions and buckets in one run', () => {
  const file = [
    ks3('kbuck1', rule('second', 's/*', URL_A)),
    oss(rule('first', 'f/*', 'topic:first')),
    ks3('kbuck2', rule('third', 't/*', URL_A)),
  ].join('\n---\n');

  it('have one report, with what comes after the failure', async () => {
    await faults('403.CreateEventRule=1');
    const { status, stdout, stderr } = await apply(file, '-o', 'json');
    expect([status, JSON.parse(stdout)]).toMatchObject([
      4,
      {
        applied: false,
        done: ['create second (kbuck1)'],
        notDone: ['create first (oss)', 'create third (kbuck2)'],
      },
    ]);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'NoPermission',
      message: expect.stringMatching(
        / - done: create second \(kbuck1\); not done: create first \(oss\), create third \(kbuck2\)$/,
      ),
      hint: expect.stringMatching(/; running this again does what is left: ossnotify rule apply -f - --yes$/),
    });
    await faults('');
    expect(await apply(file)).toMatchObject({
      status: 0,
      stderr: 'applied: create first (oss), create third (kbuck2)\n',
    });
  });

  it('do not say that nothing was written when an earlier one was', async () => {
    await apply(ks3('kbuck2', rule('third', 'old/*', URL_A)));
    const cwd = await mkdtemp(join(tmpdir(), 'apply-'));
    const text = [ks3('kbuck1', rule('second', 's/*', URL_A)), ks3('kbuck2', rule('third', 't/*', URL_A))];
    await writeFile(join(cwd, 'rules.yaml'), text.join('\n---\n'));
    const program = startProgram(['--color', 'never', 'rule', 'apply', '-f', 'rules.yaml'], {
      env: emulator.env,
      cwd,
      tty: ['stdin', 'stderr'],
      system: { sleep: async () => {} },
    });
    await program.stderr.until(/Replace third\? \[y\/N\]/);
    await apply(ks3('kbuck2', rule('third', 'theirs/*', URL_A)));
    program.type('y\n');
    expect(await program.ended).toMatchObject({
      status: 6,
      stderr: expect.stringContaining(
        'error: somebody changed the rules in between - done: create second (kbuck1); not done: delete third (kbuck2), create third (kbuck2)\n',
      ),
    });
    await rm(cwd, { recursive: true });
  });
});

describe('a replacement', () => {
  const old = oss(rule('a', 'old-a/*', 'topic:ta'), rule('b', 'old-b/*', 'topic:tb'));
  const replaced = oss(rule('a', 'new-a/*', 'topic:ta'), rule('b', 'new-b/*', 'topic:tb'));

  it('that is interrupted is finished first, and what is left is told', async () => {
    await apply(old);
    const stop = new AbortController();
    const program = startProgram(['--color', 'never', 'rule', 'apply', '-f', '-', '--yes'], {
      env: emulator.env,
      stdin: replaced,
      tty: ['stderr'],
      system: { signal: stop.signal },
    });
    await program.stderr.until(/\[2\/4\] create a/);
    stop.abort('SIGINT');
    expect(await program.ended).toMatchObject({
      status: 130,
      stderr: expect.stringMatching(
        /error: interrupted - done: delete a, create a; not done: delete b, create b\nhint: running this again does what is left: ossnotify rule apply -f - --yes\n$/,
      ),
    });
    expect(await apply(replaced)).toMatchObject({ status: 0, stderr: 'applied: delete b, create b\n' });
  });

  it('that fails in the middle names the rule that is missing, and the command that makes it', async () => {
    await apply(old);
    await faults('403.CreateEventRule=1');
    expect(await apply(replaced)).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(
        / - done: delete a; not done: create a, delete b, create b; a stands deleted and not made anew yet \(request id .*\)\nhint: .*; running this again does what is left: ossnotify rule apply -f - --yes\n$/,
      ),
    });
    await faults('');
    expect(await apply(replaced)).toMatchObject({ status: 0 });
  });

  it('leaves no subscription behind when it is run again after a failure', async () => {
    await apply(oss(rule('a', 'old/*', URL_A)));
    const changed = oss(rule('a', 'new/*', URL_B));
    await faults('403.Unsubscribe=1');
    expect(await apply(changed)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('done: nothing; not done: delete a, create a'),
    });
    await faults('');
    expect(await apply(changed)).toMatchObject({ status: 0 });
    expect(await ossnotify(['rule', 'diff', '-f', '-'], changed)).toMatchObject({ status: 0 });
  });

  it('takes up the topic that an earlier rule of its name left, without its subscriptions', async () => {
    await apply(oss(rule('a', 'old/*', URL_A)));
    await ossnotify(['rule', 'delete', 'a', '--yes']);
    const again = oss(rule('a', 'new/*', URL_B));
    expect(await apply(again)).toMatchObject({ status: 0, stderr: 'applied: create a\n' });
    expect(await ossnotify(['rule', 'diff', '-f', '-'], again)).toMatchObject({ status: 0 });
  });
});

describe('--if-exists skip', () => {
  const create = (...more: string[]) =>
    ossnotify(['rule', 'create', 'a', '--bucket', 'night', '--event', 'PutObject', ...more]);

  it.each([
    [['--to', URL_B], 'to is'],
    [['--to', URL_A, '--format', 'json'], 'format is'],
    [['--to', URL_A, '--retry', 'decay', '--prefix', 'x/'], 'match, retry are'],
  ])('does not take another rule for this one: %j', async (more, apart) => {
    await create('--to', URL_A);
    expect(await create(...more, '--if-exists', 'skip')).toMatchObject({
      status: 6,
      stdout: '',
      stderr: expect.stringContaining(`error: another rule is called a: its ${apart} different\n`),
    });
    expect(await create('--to', URL_A, '--if-exists', 'skip')).toMatchObject({ status: 0 });
  });
});
