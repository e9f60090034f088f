/** Rule files by command line, against the emulator, on both providers. */
import { describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { type ProgramOptions, runProgram } from '../support/run-program.ts';

const emulator = withEmulator();

/** Waiting for other writers takes no time here. */
function ossnotify(argv: readonly string[], options: ProgramOptions = {}) {
  const system = { sleep: async () => {} };
  return runProgram(argv, { env: emulator.env, system, ...options });
}

const withFile = (stdin: object, ...argv: string[]) => ossnotify(argv, { stdin: JSON.stringify(stdin) });
const names = async (...argv: string[]) => {
  const { stdout } = await ossnotify(['rule', 'list', '-o', 'json', ...argv]);
  return JSON.parse(stdout).map(({ name }: { name: string }) => name);
};

const rule = (name: string, match: string, more: object = {}) => ({
  name,
  events: ['ObjectCreated:*'],
  match: [match],
  ...more,
});

describe('rule check', () => {
  it('names both rules, both entries, the common events and a key that both match; exit 3', async () => {
    const file = {
      bucket: 'night',
      rules: [rule('a', 'logs/*'), rule('b', '*.gz', { events: ['PutObject'] })],
    };
    const { status, stdout, stderr } = await withFile(file, 'rule', 'check', '-');
    expect(status).toBe(3);
    expect(stdout).toBe(
      'stdin:1: error: rule a (logs/*) overlaps rule b (*.gz) for ObjectCreated:PutObject: both match the key "logs/.gz"\n' +
        '  hint: make the prefixes or the suffixes differ, or split the events\n',
    );
    expect(stderr).toBe('2 rules checked: 1 error, 0 warnings\n');
    const json = await withFile(file, 'rule', 'check', '-', '-o', 'json');
    expect(JSON.parse(json.stdout).findings[0].overlap).toEqual({
      ruleA: 'a',
      entryA: 'logs/*',
      ruleB: 'b',
      entryB: '*.gz',
      events: ['ObjectCreated:PutObject'],
      level: 'error',
      dimension: 'both',
      witness: 'logs/.gz',
    });
  });

  it('gives lines of YAML, over several documents and files', async () => {
    const text = [
      'bucket: night',
      'rules:',
      '  - name: a',
      '    events: [PutObjct]',
      "    match: '*a*b'",
      '    colour: red',
      '---',
      'provider: ks3',
      'bucket: night',
      'rules:',
      '  - {name: one, events: PutObject, match: raw/*.wav, to: https://h.example/x}',
      '  - {name: two, events: PutObject, match: raw/*.flac, to: https://h.example/x}',
    ].join('\n');
    const { status, stdout } = await ossnotify(['rule', 'check', '-o', 'yaml'], { stdin: text });
    expect(status).toBe(3);
    const found = [...stdout.matchAll(/code: (\S+)[\s\S]*?line: (\d+)/g)].map(([, code, line]) => [
      code,
      line,
    ]);
    expect(found).toEqual([
      ['unknown-member', '6'],
      ['several-stars', '5'],
      ['unknown-event', '4'],
      ['rules-overlap', '11'],
    ]);
    expect(stdout).toContain('level: warning');
  });

  it('is content with good rules, and tells a text that is no rule file with its line', async () => {
    const good = await withFile(
      { bucket: 'night', rules: [rule('a', 'a/*'), rule('b', 'b/*')] },
      'rule',
      'check',
    );
    expect(good).toEqual({ status: 0, stdout: '', stderr: '2 rules checked: 0 errors, 0 warnings\n' });
    const bad = await ossnotify(['rule', 'check', '-'], { stdin: 'rules:\n  - name: "a' });
    expect([bad.status, bad.stderr]).toEqual([2, expect.stringMatching(/^error: stdin:2: /)]);
    const none = await ossnotify(['rule', 'check', 'nosuch.yaml']);
    expect([none.status, none.stderr]).toEqual([
      2,
      expect.stringContaining('cannot read nosuch.yaml: ENOENT'),
    ]);
    const asked = await ossnotify(['rule', 'check'], { tty: ['stdin'] });
    expect([asked.status, asked.stderr]).toEqual([2, expect.stringContaining('no rule file is named')]);
  });

  it('counts what the provider takes, and names given twice', async () => {
    const rules = Array.from({ length: 11 }, (_, at) => rule(`r${at}`, `p${at}x/*`));
    const { stdout } = await withFile({ bucket: 'night', rules }, 'rule', 'check');
    expect(stdout).toContain('11 rules for the region, Alibaba Cloud OSS takes at most 10');
    const twice = {
      provider: 'ks3',
      rules: ['one1', 'two2'].map((bucket) => rule('same', 'a/*', { bucket, to: 'https://h.example/' })),
    };
    expect((await withFile(twice, 'rule', 'check')).stdout).toContain('the later one overwrites the earlier');
  });
});

describe('diff, apply and export on OSS', () => {
  const file = {
    region: 'cn-shanghai',
    bucket: 'night',
    rules: [
      rule('movies', 'movie/*.mp3', {
        to: ['topic:movies', 'https://example.com/hook?token=hush'],
        format: 'json',
      }),
      rule('logs', 'logs/*'),
    ],
  };

  it('shows what is missing, makes it, and then finds nothing to do', async () => {
    const diff = await withFile(file, 'rule', 'diff', '-f', '-');
    expect(diff.status).toBe(3);
    expect(diff.stdout).toContain('+ create  movies: ObjectCreated:* of movie/*.mp3 on bucket night');
    expect(await names()).toEqual([]);
    const dry = await withFile(file, 'rule', 'apply', '-f', '-', '--dry-run');
    expect([dry.status, await names()]).toEqual([0, []]);
    const applied = await withFile(file, 'rule', 'apply', '-f', '-');
    expect(applied).toMatchObject({ status: 0, stderr: 'applied: create movies, create logs\n' });
    expect(await withFile(file, 'rule', 'diff', '-f', '-')).toMatchObject({
      status: 0,
      stderr: 'no differences\n',
    });
  });

  it('exports what it reads back as no difference, in YAML and in JSON', async () => {
    for (const format of ['yaml', 'json', 'table']) {
      const { stdout } = await ossnotify(['rule', 'export', '-o', format]);
      expect(await ossnotify(['rule', 'diff', '-f', '-'], { stdin: stdout })).toMatchObject({ status: 0 });
      expect(stdout).toContain('https://example.com/hook?token=hush');
      expect(stdout).toMatch(/format"?: "?json/);
    }
  });

  it('replaces only when told, names the moment without a rule, and leaves foreign rules alone', async () => {
    await ossnotify(['rule', 'create', 'foreign', '--bucket', 'other', '--event', 'PutObject']);
    await ossnotify(['rule', 'create', 'stray', '--bucket', 'night', '--event', 'DeleteObject']);
    const changed = {
      ...file,
      rules: [rule('movies', 'movie/*.mp4', { to: ['topic:movies'] }), rule('logs', 'logs/*')],
    };
    const refused = await withFile(changed, 'rule', 'apply', '-f', '-');
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('pass --yes')]);
    expect(refused.stdout).toContain('match: movie/*.mp3 -> movie/*.mp4');
    expect(refused.stdout).toContain('about 10 minutes');
    expect(refused.stdout).toContain('    1 rule of other buckets, left alone\n');
    const applied = await withFile(changed, 'rule', 'apply', '-f', '-', '--yes', '-o', 'json');
    expect(JSON.parse(applied.stdout)).toMatchObject({
      applied: true,
      done: ['delete movies', 'create movies'],
    });
    const { stdout } = await ossnotify(['rule', 'get', 'movies', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ match: ['movie/*.mp4'], topic: 'movies', subscriptions: [] });
    expect((await names()).sort()).toEqual(['foreign', 'logs', 'movies', 'stray']);
  });

  it('prunes in the buckets of the file and nowhere else', async () => {
    const smaller = { bucket: 'night', rules: [rule('logs', 'logs/*')] };
    const pruned = await withFile(smaller, 'rule', 'apply', '-f', '-', '--prune', '--yes');
    expect(pruned.status).toBe(0);
    expect((await names()).sort()).toEqual(['foreign', 'logs']);
  });

  it('changes subscriptions without touching the rule', async () => {
    const wired = { bucket: 'night', rules: [rule('logs', 'logs/*', { to: ['https://example.com/a'] })] };
    expect(await withFile(wired, 'rule', 'apply', '-f', '-')).toMatchObject({
      status: 0,
      stderr: 'applied: rewire logs\n',
    });
    expect(await withFile(wired, 'rule', 'diff', '-f', '-')).toMatchObject({ status: 0 });
  });

  it.each([
    ['an overlap with a foreign rule', [rule('more', 'logs/x*')], 6, /overlaps rule logs/],
    ['a name that another bucket has', [{ ...rule('foreign', 'z/*') }], 6, /it is on bucket other/],
    ['a mistake', [rule('bad_name', 'z/*')], 2, /stdin:1: rule bad_name: "bad_name" is no name/],
    ['a name twice', [rule('same', 'y/*'), rule('same', 'z/*')], 2, /two rules of the file are called same/],
  ])('changes nothing on %s', async (_, rules, status, message) => {
    const refused = await withFile({ bucket: 'night', rules }, 'rule', 'apply', '-f', '-', '--yes');
    expect([refused.status, refused.stderr]).toEqual([status, expect.stringMatching(message)]);
    expect((await names()).sort()).toEqual(['foreign', 'logs']);
  });

  it('refuses a flag that contradicts the file', async () => {
    const { status, stderr } = await withFile(
      { region: 'cn-shanghai', rules: [] },
      '--region',
      'cn-beijing',
      'rule',
      'diff',
      '-f',
      '-',
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('the file is for region cn-shanghai')]);
  });

  it('checks a file together with what is live', async () => {
    const more = { bucket: 'night', rules: [rule('more', '*.gz')] };
    const { status, stdout } = await withFile(more, 'rule', 'check', '-', '--against-live');
    expect([status, stdout]).toEqual([
      3,
      expect.stringContaining('both match the key "logs/.gz" (and live)'),
    ]);
  });

  it('tells for many keys which rule fires, and why the others do not', async () => {
    const keys = Array.from({ length: 3000 }, (_, at) => `logs/${at}.gz`).join('\n');
    const { status, stdout } = await ossnotify(['rule', 'match', '-o', 'json', '--event', 'PutObject'], {
      stdin: `${keys}\nother\n`,
    });
    const verdicts = JSON.parse(stdout);
    expect([status, verdicts.length]).toEqual([0, 3001]);
    expect(verdicts[0].fires.sort()).toEqual(['foreign', 'logs']);
    expect(verdicts[3000].rules.find((one: { rule: string }) => one.rule === 'logs')).toEqual({
      rule: 'logs',
      bucket: 'night',
      fires: false,
      why: [{ failed: 'prefix', entry: 'logs/*' }],
    });
    const none = await ossnotify(['rule', 'match', 'logs/a', '--event', 'GetObject', '--bucket', 'night']);
    expect([none.status, none.stdout]).toEqual([
      5,
      expect.stringContaining('event: the rule does not ask for it'),
    ]);
  });
});

describe('the same commands on KS3', () => {
  const ks3 = (...argv: string[]) => ossnotify(['--provider', 'ks3', ...argv]);
  const place = ['--bucket', 'kbucket'];
  const create = (name: string, match: string, ...more: string[]) =>
    ks3('rule', 'create', name, ...place, '--event', 'ObjectCreated:*', '--match', match, ...more);

  it('creates with one to five URLs, a method and a report; adding keeps the others', async () => {
    const made = await create(
      'photos',
      'photos/*.jpg',
      '--to',
      'https://h.example/x?t=hush',
      '--report',
      'ops/failed/',
    );
    expect(made).toMatchObject({ status: 0, stdout: 'photos\n' });
    expect(
      await create('docs', 'docs/*.txt', '--to', 'http://a.example/1,http://a.example/2', '--method', 'PUT'),
    ).toMatchObject({ status: 0 });
    const { stdout } = await ks3('rule', 'get', 'photos', ...place, '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      method: 'POST',
      report: 'ops/failed/',
      subscriptions: ['https://h.example/x?t=***'],
    });
    expect(await names('--provider', 'ks3', ...place)).toEqual(['photos', 'docs']);
  });

  it.each([
    [['six', 'a*', '--to', '1,2,3,4,5,6'.replace(/\d/g, 'http://h.example/$&')], 2, /takes at most 5/],
    [['nowhere', 'a*'], 2, /needs a URL/],
    [['queued', 'a*', '--to', 'queue:work'], 2, /sends to no queue/],
    [['Upper', 'a*', '--to', 'http://h.example/'], 2, /no name for a rule/],
    [['full', 'a/key', '--to', 'http://h.example/'], 2, /one full key/],
    [['inside', 'photos/a*.jpg', '--to', 'http://h.example/'], 6, /both match the key "photos\/a.jpg"/],
    [['beside', 'photos/*.png', '--to', 'http://h.example/', '--strict'], 6, /share their prefix/],
    [['photos', 'photos/*.gif', '--to', 'http://h.example/'], 2, /would be overwritten/],
  ])('refuses %j', async (argv, status, message) => {
    const [name = '', match = '', ...more] = argv;
    const refused = await create(name, match, ...more);
    expect([refused.status, refused.stderr]).toEqual([status, expect.stringMatching(message)]);
    expect(await names('--provider', 'ks3', ...place)).toEqual(['photos', 'docs']);
  });

  it('overwrites a rule when told to', async () => {
    expect(await create('photos', 'photos/*.gif', '--to', 'http://h.example/', '--yes')).toMatchObject({
      status: 0,
    });
    const { stdout } = await ks3('rule', 'get', 'photos', ...place, '-o', 'json');
    expect(JSON.parse(stdout).match).toEqual(['photos/*.gif']);
  });

  it('goes round through a file, and applies a change in one write', async () => {
    const { stdout } = await ks3('rule', 'export', ...place);
    expect(stdout).toContain('- ks3:ObjectCreated:*\n');
    expect(await ossnotify(['rule', 'diff', '-f', '-'], { stdin: stdout })).toMatchObject({ status: 0 });
    const changed = stdout.replace('docs/*.txt', 'docs/*.md');
    const applied = await ossnotify(['rule', 'apply', '-f', '-', '--yes'], { stdin: changed });
    expect([applied.status, applied.stdout]).toEqual([
      0,
      expect.stringContaining('overwritten in one write'),
    ]);
    expect(await ossnotify(['rule', 'diff', '-f', '-'], { stdin: changed })).toMatchObject({ status: 0 });
  });

  it('matches, checks and deletes; the rest stays', async () => {
    expect(await ks3('rule', 'match', 'photos/a.gif', ...place)).toMatchObject({ status: 0 });
    expect(await ks3('rule', 'check', '--against-live', ...place)).toMatchObject({ status: 0 });
    const deleted = await ks3('rule', 'delete', 'photos', 'nope', ...place, '--yes');
    expect(deleted).toEqual({
      status: 5,
      stdout: 'deleted rule:photos\n',
      stderr:
        'error: there is no rule nope\nhint: ossnotify rule list --provider ks3 --bucket kbucket shows the rules of the bucket\n',
    });
    expect(await names('--provider', 'ks3', ...place)).toEqual(['docs']);
  });

  it('needs the bucket, and a key', async () => {
    expect(await ks3('rule', 'list')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--bucket'),
    });
    const env = { OSSNOTIFY_ENDPOINT: emulator.url, OSSNOTIFY_PROVIDER: 'ks3' };
    const list = ['rule', 'list', ...place];
    const without = await runProgram(list, { env });
    expect([without.status, without.stderr]).toEqual([4, expect.stringContaining('KS3_ACCESS_KEY_ID')]);
    const keys = { KS3_ACCESS_KEY_ID: 'emulator', KS3_ACCESS_KEY_SECRET: 'emulator-secret' };
    expect(await runProgram(list, { env: { ...env, ...keys } })).toMatchObject({ status: 0 });
    const wrong = await runProgram(list, { env: { ...env, ...keys, KS3_ACCESS_KEY_SECRET: 'x' } });
    expect([wrong.status, wrong.stderr]).toEqual([
      4,
      expect.stringMatching(/request id \w+\)\nhint: the secret key is wrong/),
    ]);
  });
});
