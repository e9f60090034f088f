/** `rule check` on rules that can be read in part only: what can be read is checked all the same. */
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const check = (stdin: string, ...more: string[]) => runProgram(['rule', 'check', ...more], { stdin });

describe('rule check of rules with mistakes', () => {
  it('compares the good entries of a rule with a bad one, and counts it', async () => {
    const text = [
      'bucket: night',
      'rules:',
      '  - name: one',
      '    events: [ObjectCreated:*]',
      "    match: ['a*b*c', 'logs/*', 7]",
      '  - name: two',
      '    events: [PutObject]',
      "    match: ['*.gz']",
      '  - name: one',
      '    events: [GetObject]',
    ].join('\n');
    expect(await check(text)).toEqual({
      status: 3,
      stdout: `stdin:5: error: match is a list of texts, and 7 is none
  hint: put each in quotes: a bare * or a number means something else in YAML
stdin:5: error: resource description a*b*c has more than one star
  hint: a rule knows one prefix and one suffix: write PREFIX*SUFFIX, and \\* for a star that belongs to the key
stdin:3: error: two rules are called one: a name is given once in the region, the later one is refused (and stdin:9)
  hint: rename one of them
stdin:3: error: rule one (logs/*) overlaps rule two (*.gz) for ObjectCreated:PutObject: both match the key "logs/.gz" (and stdin:6)
  hint: make the prefixes or the suffixes differ, or split the events
`,
      stderr: '3 rules checked: 4 errors, 0 warnings\n',
    });
  });

  it('compares a rule without a name, and leaves one without a bucket out', async () => {
    const rules = [
      { name: 'one', bucket: 'night', events: ['PutObject'], match: ['q/*'] },
      { bucket: 'night', events: ['PutObject', {}], match: ['q/r*'] },
      { name: 'two', events: ['PutObject'], match: { a: 1 } },
      { name: 'three', events: ['PutObject'] },
      { events: ['GetObject'] },
    ];
    const { status, stdout, stderr } = await check(JSON.stringify({ rules }), '-o', 'json');
    const { findings, rules: count } = JSON.parse(stdout);
    const told = findings.map(({ code, rule }: { code: string; rule?: string }) => [code, rule]);
    expect([status, count, stderr]).toEqual([3, 5, '5 rules checked: 8 errors, 0 warnings\n']);
    expect(told).toEqual([
      ['no-name', undefined],
      ['bad-value', undefined],
      ['no-bucket', undefined],
      ['bad-value', undefined],
      ['no-bucket', undefined],
      ['no-bucket', undefined],
      ['no-name', undefined],
      ['rules-overlap', 'one'],
    ]);
    expect(findings.at(-1).message).toBe(
      'rule one (q/*) overlaps rule (no name) (q/r*) for ObjectCreated:PutObject: both match the key "q/r"',
    );
  });

  it('is still refused whole by what acts on a file', async () => {
    const stdin = JSON.stringify({
      bucket: 'night',
      rules: [{ name: 'one', events: ['PutObject'], match: ['a**b', 'c*'] }],
    });
    const argv = ['rule', 'match', 'cat', '-f', '-'];
    expect(await runProgram(argv, { stdin })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: stdin:1: resource description a**b has more than one star\nhint: a rule knows one prefix and one suffix: write PREFIX*SUFFIX, and \\* for a star that belongs to the key\n',
    });
  });
});

describe('rule match', () => {
  it("judges events by the file's provider, also where there are several", async () => {
    const match = ['photos/*'];
    const ks3 = {
      provider: 'ks3',
      bucket: 'kbucket',
      rules: [{ name: 'k', events: ['ObjectCreated:*'], match, to: ['https://example.com/k'] }],
    };
    const oss = { bucket: 'night', rules: [{ name: 'o', events: ['ObjectDownloaded:GetObject'], match }] };
    const firing = async (event: string, ...documents: object[]) => {
      const argv = ['rule', 'match', 'photos/1', '-f', '-', '--event', event, '-o', 'json'];
      const { status, stdout, stderr } = await runProgram(argv, { stdin: JSON.stringify(documents) });
      return stdout === ''
        ? [status, JSON.parse(stderr).error.message]
        : [status, JSON.parse(stdout)[0].fires];
    };
    expect(await firing('ks3:ObjectCreated:PutObject', ks3)).toEqual([0, ['k']]);
    expect(await firing('PutObject', oss, ks3)).toEqual([0, ['k']]);
    expect(await firing('GetObject', ks3, oss)).toEqual([0, ['o']]);
    expect(await firing('GetObject', ks3)).toEqual([2, 'Kingsoft Cloud KS3 has no event type GetObject']);
  });

  it('takes no empty key', async () => {
    const file = JSON.stringify({ bucket: 'night', rules: [] });
    expect(await runProgram(['rule', 'match', 'a', '', '-f', '-'], { stdin: file })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: a key is never empty\nhint: name keys, or pipe them in, one a line\n',
    });
  });
});
