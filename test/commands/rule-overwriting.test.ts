/** KS3: an id is unique in the account, and given again it overwrites; nobody loses a rule without being asked. */
import { beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const faults = (spec: string) => fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: spec });
const sleep = async () => {};
const ks3 = (argv: readonly string[], stdin = '', onWait: () => unknown = () => {}) =>
  runProgram(['--provider', 'ks3', ...argv], {
    env: emulator.env,
    system: { sleep: async () => void (await onWait()), random: () => 0 },
    stdin,
  });
const creation = (name: string, bucket: string, prefix = 'a/', ...more: string[]) => [
  ...['rule', 'create', name, '--bucket', bucket, '--event', 'PutObject', '--match', `${prefix}*`],
  ...['--to', 'https://h.example/x', ...more],
];
const fileOf = (bucket: string, name: string, match = 'a/*') =>
  JSON.stringify({
    provider: 'ks3',
    bucket,
    rules: [{ name, events: ['PutObject'], match, to: 'https://h.example/x' }],
  });
async function rulesOf(bucket: string): Promise<string[]> {
  const { stdout } = await ks3(['rule', 'list', '--bucket', bucket, '-o', 'json']);
  return JSON.parse(stdout).map(({ name, match }: { name: string; match: string[] }) => `${name} ${match}`);
}

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
  await faults('');
  await ks3(creation('tid', 'tbuck1'));
});

describe('a rule of that id in another bucket', () => {
  it('is not lost to a creation that nobody agreed to', async () => {
    expect(await ks3(creation('tid', 'tbuck3'))).toEqual({
      status: 6,
      stdout: '',
      stderr:
        'error: Rule tid exists on bucket tbuck1 and would be taken away from there: its id is unique in the account. Go on? Nobody can be asked here\nhint: nothing was changed; choose another name, or pass --yes to go ahead\n',
    });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([['tid a/*'], []]);
  });

  it('is shown by a dry run, and overwritten with --yes', async () => {
    expect(await ks3(creation('tid', 'tbuck3', 'b/', '--dry-run'))).toMatchObject({
      status: 0,
      stdout:
        'would create rule tid on bucket tbuck3: ks3:ObjectCreated:PutObject of b/* to POST https://h.example/x\nwould overwrite rule tid on bucket tbuck1: ks3:ObjectCreated:PutObject of a/*\n',
    });
    expect(await rulesOf('tbuck1')).toEqual(['tid a/*']);
    const made = await ks3(creation('tid', 'tbuck3', 'b/', '--yes', '-o', 'json'));
    expect([made.status, made.stderr]).toEqual([
      0,
      'rule tid overwritten; it takes effect within 5 minutes\n',
    ]);
    expect(JSON.parse(made.stdout)).toMatchObject({ overwrites: { rule: 'tid', bucket: 'tbuck1' } });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([[], ['tid b/*']]);
  });

  it('is asked about on a terminal', async () => {
    const program = startProgram(['--provider', 'ks3', '--color', 'never', ...creation('tid', 'tbuck3')], {
      env: emulator.env,
      tty: ['stdin', 'stderr'],
      system: { sleep },
    });
    await program.stderr.until(/Rule tid exists on bucket tbuck1 .* Go on\? \[y\/N\]/);
    program.type('n\n');
    expect(await program.ended).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('nothing was changed'),
    });
    expect(await rulesOf('tbuck1')).toEqual(['tid a/*']);
  });

  it('is not overwritten when it has become another since it was shown', async () => {
    const program = startProgram(['--provider', 'ks3', '--color', 'never', ...creation('tid', 'tbuck3')], {
      env: emulator.env,
      tty: ['stdin', 'stderr'],
      system: { sleep },
    });
    await program.stderr.until(/Go on\?/);
    await ks3(creation('tid', 'tbuck1', 'theirs/', '--yes'));
    program.type('y\n');
    expect(await program.ended).toMatchObject({
      status: 6,
      stderr: expect.stringContaining(
        'error: somebody changed rule tid of bucket tbuck1 in between; nothing was written\n',
      ),
    });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([['tid theirs/*'], []]);
  });

  it('is in the plan of a file, and apply needs --yes', async () => {
    const file = fileOf('tbuck3', 'tid', 'b/*');
    const shown = await ks3(['rule', 'diff', '-f', '-'], file);
    expect([shown.status, shown.stdout]).toEqual([
      3,
      expect.stringContaining(
        'takes rule tid away from bucket tbuck1, where it is overwritten: ks3:ObjectCreated:PutObject of a/* on bucket tbuck1\n',
      ),
    ]);
    const json = await ks3(['rule', 'apply', '-f', '-', '--dry-run', '-o', 'json'], file);
    expect(JSON.parse(json.stdout).scopes[0].changes).toMatchObject([
      { kind: 'create', rule: 'tid', overwrites: { rule: 'tid', bucket: 'tbuck1' } },
    ]);
    expect(await ks3(['rule', 'apply', '-f', '-'], file)).toMatchObject({
      status: 6,
      stderr: expect.stringMatching(/^error: Take rule tid away from bucket tbuck1\? .*\nhint: .*--yes/),
    });
    expect(await rulesOf('tbuck1')).toEqual(['tid a/*']);
    expect(await ks3(['rule', 'apply', '-f', '-', '--yes'], file)).toMatchObject({
      status: 0,
      stderr: 'applied: create tid\n',
    });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([[], ['tid b/*']]);
  });

  it('may move from one bucket to another within a file, in either order', async () => {
    const empty = JSON.stringify({ provider: 'ks3', bucket: 'tbuck1', rules: [] });
    const file = `${fileOf('tbuck3', 'tid')}\n---\n${empty}`;
    expect(await ks3(['rule', 'apply', '-f', '-', '--prune', '--yes'], file)).toMatchObject({ status: 0 });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([[], ['tid a/*']]);
    const back = `${JSON.stringify({ provider: 'ks3', bucket: 'tbuck3', rules: [] })}\n---\n${fileOf('tbuck1', 'tid')}`;
    expect(await ks3(['rule', 'apply', '-f', '-', '--prune', '--yes'], back)).toMatchObject({ status: 0 });
    expect([await rulesOf('tbuck1'), await rulesOf('tbuck3')]).toEqual([['tid a/*'], []]);
  });

  it('cannot be seen without permission to list the buckets, which is a warning', async () => {
    await faults('403.ListBuckets=1');
    const warning =
      'warning: the buckets of the account could not be listed: AccessDenied: Please try again.; a rule there that has the id of a new one would be overwritten\n';
    expect(await ks3(creation('other', 'tbuck3', 'o/'))).toEqual({
      status: 0,
      stdout: 'other\n',
      stderr: `${warning}rule other created; it takes effect within 5 minutes\n`,
    });
    const shown = await ks3(['rule', 'diff', '-f', '-', '-o', 'json'], fileOf('tbuck4', 'third', 't/*'));
    expect(JSON.parse(shown.stdout).scopes[0].conflicts).toMatchObject([
      { code: 'buckets-unseen', level: 'warning' },
    ]);
  });
});

describe('a rule of that id in the same bucket', () => {
  it('is not overwritten when it has become another since it was shown', async () => {
    const program = startProgram(
      ['--provider', 'ks3', '--color', 'never', ...creation('tid', 'tbuck1', 'mine/')],
      {
        env: emulator.env,
        tty: ['stdin', 'stderr'],
        system: { sleep },
      },
    );
    await program.stderr.until(/Go on\?/);
    await ks3(creation('tid', 'tbuck1', 'theirs/', '--yes'));
    program.type('y\n');
    expect(await program.ended).toMatchObject({
      status: 6,
      stderr: expect.stringMatching(
        /error: somebody changed rule tid in between; nothing was written\nhint: run it again: .*\n$/,
      ),
    });
    expect(await rulesOf('tbuck1')).toEqual(['tid theirs/*']);
  });

  it('is said to be overwritten, not created', async () => {
    expect(await ks3(creation('tid', 'tbuck1', 'b/', '--yes'))).toMatchObject({
      stderr: 'rule tid overwritten; it takes effect within 5 minutes\n',
    });
  });

  it('is deleted once, however often it is named', async () => {
    expect(await ks3(['rule', 'delete', 'tid', 'tid', '--bucket', 'tbuck1', '--yes'])).toEqual({
      status: 0,
      stdout: 'deleted rule:tid\n',
      stderr: '',
    });
  });
});

describe('a write that was carried out', () => {
  const unread = (deed: string) =>
    new RegExp(
      `^(?:warning: rule .*\n)?warning: it is written, but could not be read again to see whether somebody else wrote at the same time: AccessDenied: .* \\(request id \\w+\\)\n${deed}$`,
    );
  const fail = () => faults('403.GetBucketNotification=1');

  it('is no failure when only its check fails', async () => {
    const made = await ks3(creation('other', 'tbuck1', 'o/'), '', fail);
    expect(made).toEqual({
      status: 0,
      stdout: 'other\n',
      stderr: expect.stringMatching(unread('rule other created; it takes effect within 5 minutes\n')),
    });
    await faults('');
    expect(await rulesOf('tbuck1')).toEqual(['tid a/*', 'other o/*']);
    const applied = await ks3(['rule', 'apply', '-f', '-'], fileOf('tbuck1', 'third', 't/*'), fail);
    expect([applied.status, applied.stderr]).toEqual([
      0,
      expect.stringMatching(unread('applied: create third\n')),
    ]);
    await faults('');
    const gone = await ks3(['rule', 'delete', 'tid', '--bucket', 'tbuck1', '--yes'], '', fail);
    expect(gone).toEqual({
      status: 0,
      stdout: 'deleted rule:tid\n',
      stderr: expect.stringMatching(unread('')),
    });
    await faults('');
    expect(await rulesOf('tbuck1')).toEqual(['other o/*', 'third t/*']);
  });
});

it('the eleventh rule of a bucket is a conflict with a remedy, where --force leaves it to the service', async () => {
  for (let at = 0; at < 9; at++) await ks3(creation(`r${at}`, 'tbuck1', `r${at}/`));
  expect(await ks3(creation('eleventh', 'tbuck1', 'e/', '--force'))).toEqual({
    status: 6,
    stdout: '',
    stderr: expect.stringMatching(
      /^(warning: .*\n)*error: InvalidArgument: .+ \(request id \w+\)\nhint: a bucket takes ten rules, and there would be 11: delete one with `ossnotify rule delete NAME --provider ks3 --bucket tbuck1`\n$/,
    ),
  });
});
