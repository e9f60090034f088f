/** KS3's "prefix or suffix": told once for all rules that it is about, by the words that people write. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readKs3Rule } from '../../src/clients/ks3-rules-format.ts';
import { formatResource } from '../../src/domain/resource.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const system = { sleep: async () => {} };
const ossnotify = (argv: readonly string[], stdin = '') =>
  runProgram(['--provider', 'ks3', ...argv], { env: emulator.env, system, stdin });
const rule = (name: string, match: string, events: readonly string[] = ['ObjectCreated:*']) => ({
  name,
  events,
  match,
  to: 'https://h.example/x',
});
const fileOf = (...rules: object[]) => JSON.stringify({ provider: 'ks3', bucket: 'night', rules });
const create = (name: string, match: string) =>
  ossnotify([
    ...['rule', 'create', name, '--bucket', 'night', '--event', 'ObjectCreated:*', '--match', match],
    ...['--to', 'https://h.example/x'],
  ]);
const MAY_REFUSE = 'Kingsoft Cloud KS3 may refuse that, its documentation says prefix or suffix';

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
});

describe('rules that agree in one dimension', () => {
  it('are one warning, however many they are', async () => {
    const many = Array.from({ length: 40 }, (_, at) => rule(`r${at}`, `p${at}x/*`));
    const { status, stdout, stderr } = await ossnotify(['rule', 'check'], fileOf(...many));
    expect([status, stderr]).toEqual([3, '40 rules checked: 1 error, 1 warning\n']);
    expect(stdout.split('\n').slice(2)).toEqual([
      `stdin:1: warning: rules r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 30 more share their suffix with one another for ks3:ObjectCreated:*: ${MAY_REFUSE}`,
      '  hint: if it is refused, make the suffixes differ, or split the events',
      '',
    ]);
    const json = await ossnotify(['rule', 'check', '-o', 'json'], fileOf(...many));
    const [, warning] = JSON.parse(json.stdout).findings;
    expect([warning.level, warning.rules.length, warning.overlap]).toEqual(['warning', 40, undefined]);
  });

  it('do not hide what is refused', async () => {
    const many = Array.from({ length: 60 }, (_, at) => rule(`r${at}`, `p${at}x/*`));
    const { stdout } = await ossnotify(['rule', 'check'], fileOf(...many, rule('last', 'p0x/y*')));
    expect(stdout).toContain(
      'error: rule r0 (p0x/*) overlaps rule last (p0x/y*) for ks3:ObjectCreated:*: both match',
    );
  });

  it('two of them are told with their descriptions, and both dimensions apart', async () => {
    const pair = await ossnotify(['rule', 'check'], fileOf(rule('a', 'raw/*.wav'), rule('b', 'raw/*.flac')));
    expect(pair.stdout).toBe(
      `stdin:1: warning: rule a (raw/*.wav) and rule b (raw/*.flac) share their prefix for ks3:ObjectCreated:*: ${MAY_REFUSE}\n` +
        '  hint: if it is refused, make the prefixes differ, or split the events\n',
    );
    const three = [
      rule('a', 'x/*.wav'),
      rule('b', 'x/*.flac'),
      rule('c', 'y/*.wav', ['PutObject', 'Retention']),
    ];
    const both = await ossnotify(['rule', 'check'], fileOf(...three));
    expect(both.stdout.match(/warning: .*? for \S+/g)).toEqual([
      'warning: rule a (x/*.wav) and rule b (x/*.flac) share their prefix for ks3:ObjectCreated:*:',
      'warning: rule a (x/*.wav) and rule c (y/*.wav) share their suffix for ks3:ObjectCreated:PutObject:',
    ]);
  });

  it('rule create tells them from the side of the new rule, once', async () => {
    for (const name of ['a', 'b', 'c']) await create(name, `${name}/*`);
    expect(await create('d', 'd/*')).toEqual({
      status: 0,
      stdout: 'd\n',
      stderr: `warning: rule d shares its suffix with rules a, b, c for ks3:ObjectCreated:*: ${MAY_REFUSE}\nrule d created; it takes effect within 5 minutes\n`,
    });
  });

  it.each(['table', 'json'])('rule apply tells them once (-o %s)', async (output) => {
    const file = fileOf(rule('a', 'a/*'), rule('b', 'b/*'), rule('c', 'c/*'));
    const { status, stdout, stderr } = await ossnotify(['rule', 'apply', '-f', '-', '-o', output], file);
    const told = (output === 'json' ? stderr : stdout + stderr).match(/may refuse that/g);
    expect([status, told?.length]).toEqual([0, 1]);
  });
});

describe('what KS3 holds', () => {
  it('is told by the wildcard that was written, in every command', async () => {
    await create('a', 'a/*');
    const get = await ossnotify(['rule', 'get', 'a', '--bucket', 'night']);
    expect(get.stdout).toMatch(/^events: +ks3:ObjectCreated:\*\nmatch: +a\/\*$/m);
    const json = await ossnotify(['rule', 'get', 'a', '--bucket', 'night', '-o', 'json']);
    expect(JSON.parse(json.stdout).events).toEqual(['ks3:ObjectCreated:*']);
    const match = await ossnotify(['rule', 'match', 'a/1', '--bucket', 'night']);
    expect(match.stdout).toContain('a/* for ks3:ObjectCreated:*\n');
    const diff = await ossnotify(
      ['rule', 'diff', '-f', '-'],
      fileOf(rule('a', 'a/*', ['PutObject', 'Retention'])),
    );
    expect(diff.stdout).toContain(
      'events: ks3:ObjectCreated:* -> ks3:ObjectCreated:PutObject, ks3:ObjectRemoved:Retention\n',
    );
  });

  it.each([{}, { Resources: [] }, { Resources: null }])('with %j it is every key', (more) => {
    expect(readKs3Rule({ RuleId: 'a', ...more }, 'night')?.resources.map(formatResource)).toEqual(['*']);
  });
});
