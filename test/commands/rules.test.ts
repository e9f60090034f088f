/** Rules by command line, against the emulator. */
import { describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const ossnotify = (...argv: string[]) => runProgram(argv, { env: emulator.env });
const create = (name: string, ...rest: string[]) =>
  ossnotify('rule', 'create', name, '--bucket', 'demo-bucket', ...rest);

async function ruleNames(): Promise<string[]> {
  const { stdout } = await ossnotify('rule', 'list', '-o', 'json');
  return JSON.parse(stdout).map(({ name }: { name: string }) => name);
}

describe('rule create', () => {
  it('prints the topic and nothing else on stdout, and the rule can be read back', async () => {
    const made = await create(
      'movies',
      '--event',
      'ObjectCreated:*',
      '--match',
      'movie/*.mp3',
      '--to',
      'topic:movies',
    );
    expect(made).toEqual({
      status: 0,
      stdout: 'movies\n',
      stderr: 'rule movies created; it takes effect within 10 minutes\n',
    });
    const { stdout } = await ossnotify('rule', 'get', 'movies', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'movies',
      bucket: 'demo-bucket',
      events: ['ObjectCreated:*'],
      match: ['movie/*.mp3'],
      topic: 'movies',
    });
    const text = await ossnotify('rule', 'get', 'movies');
    expect(text.stdout).toMatch(/^match: +movie\/\*\.mp3$/m);
  });

  it('refuses an overlap: both rules, both entries, the event, and the witness alone in double quotes', async () => {
    const refused = await create('all-movies', '--event', 'ObjectCreated:PutObject', '--match', 'movie/*');
    expect(refused.status).toBe(6);
    expect(refused.stdout).toBe('');
    const [cause = ''] = refused.stderr.split('\n');
    for (const part of ['all-movies', 'movies', 'movie/*', 'movie/*.mp3', 'ObjectCreated:PutObject']) {
      expect(cause).toContain(part);
    }
    expect(cause.match(/"[^"]*"/g)).toEqual(['"movie/.mp3"']);
    expect(await ruleNames()).toEqual(['movies']);
  });

  it('sends nothing when an argument is wrong: no request reaches the endpoint', async () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((key) => ['--match', key]);
    const { status, stderr } = await runProgram(
      ['rule', 'create', 'six', '--bucket', 'demo-bucket', '--event', 'ObjectCreated:*', ...six],
      // Nothing listens there: an attempt to connect would end with 1.
      { env: { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:9' } },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('6 resource descriptions');
  });

  it.each([
    [
      'an unknown event',
      ['ok', '--event', 'ObjectCreated:PutObjekt'],
      /PutObjekt/,
      /did you mean ObjectCreated:PutObject/i,
    ],
    ['a bad name', ['1st', '--event', 'ObjectCreated:*'], /1st/, /letter/i],
    [
      'an event twice',
      ['ok', '--event', 'ObjectCreated:PutObject,ObjectCreated:*'],
      /already covers/,
      /leave out/i,
    ],
    [
      'two stars',
      ['ok', '--event', 'ObjectCreated:*', '--match', 'a*b*c'],
      /more than one star/,
      /PREFIX\*SUFFIX/,
    ],
    [
      'keys described in two ways',
      ['ok', '--event', 'ObjectCreated:*', '--prefix', 'a', '--match', 'b*'],
      /in 2 ways at once: --match, --prefix and --suffix/,
      /--match/,
    ],
    [
      'a key beside a prefix',
      ['ok', '--event', 'ObjectCreated:*', '--prefix', 'a', '--key', 'b'],
      /--prefix and --suffix, --key/,
      /--match/,
    ],
    [
      'a destination twice',
      ['ok', '--event', 'ObjectCreated:*', '--to', 'http://e.x/?t=hush', '--to', 'http://e.x/?t=hush'],
      /^error: http:\/\/e\.x\/\?t=\*\*\* is given twice/,
      /once/,
    ],
    ['a bad destination', ['ok', '--event', 'ObjectCreated:*', '--to', 'movies'], /"movies"/, /topic:NAME/],
    ['two topics', ['ok', '--event', 'ObjectCreated:*', '--to', 'topic:a,topic:b'], /one topic/, /--to/],
    [
      '--direct to a topic',
      ['ok', '--event', 'ObjectCreated:*', '--direct', '--to', 'topic:a'],
      /one queue/,
      /--to queue/,
    ],
    [
      'unclear pairs',
      ['ok', '--event', 'ObjectCreated:*', '--prefix', 'a', '--prefix', 'b', '--suffix', 'c'],
      /not clear/,
      /--match/,
    ],
  ])('refuses %s with 2, a cause and a remedy', async (_, argv, cause, remedy) => {
    const before = await ruleNames();
    const { status, stdout, stderr } = await create(...(argv as [string]));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [first = '', second = '', ...rest] = stderr.split('\n');
    expect(first).toMatch(cause);
    expect(second).toMatch(/^hint: /);
    expect(second).toMatch(remedy);
    expect(rest).toEqual(['']);
    expect(await ruleNames()).toEqual(before);
  });

  it('refuses entries that overlap as it refuses rules that do', async () => {
    const argv = ['self', '--event', 'ObjectCreated:*', '--match', 'a*', '--match', 'ab*'] as const;
    expect(await create(...argv)).toEqual({
      status: 6,
      stdout: '',
      stderr:
        'error: rule self overlaps itself (a* and ab*) for ObjectCreated:*: both match the key "ab"\n' +
        'hint: nothing was changed; ab* of rule self is redundant: a* matches all that it does (--force leaves it to the service)\n',
    });
    expect(await ruleNames()).not.toContain('self');
  });

  it('takes events as repeats and as lists alike', async () => {
    const plan = async (...events: string[]) => {
      const { stdout } = await create(
        'lists',
        ...events,
        '--match',
        'lists/*',
        '--to',
        'topic:lists',
        '--dry-run',
        '-o',
        'json',
      );
      return JSON.parse(stdout).rule.events;
    };
    const expected = ['ObjectCreated:PutObject', 'ObjectRemoved:DeleteObject'];
    expect(await plan('--event', 'PutObject', '--event', 'oss:ObjectRemoved:DeleteObject')).toEqual(expected);
    expect(await plan('--event', 'PutObject, DeleteObject')).toEqual(expected);
  });

  it('changes nothing on --dry-run, and says what it would do', async () => {
    const { status, stdout } = await create(
      'dry',
      '--event',
      'ObjectRemoved:*',
      '--to',
      'topic:dry',
      '--dry-run',
    );
    expect(status).toBe(0);
    expect(stdout).toBe(
      'would create topic dry, unless it exists\n' +
        'would create rule dry on bucket demo-bucket: ObjectRemoved:* of * to topic dry\n',
    );
    expect(await ruleNames()).not.toContain('dry');
  });

  it('says that the very rule exists, or skips it', async () => {
    const same = [
      'movies',
      '--event',
      'ObjectCreated:*',
      '--match',
      'movie/*.mp3',
      '--to',
      'topic:movies',
    ] as const;
    expect(await create(...same)).toMatchObject({
      status: 6,
      stderr: expect.stringContaining('exists already'),
    });
    expect(await create(...same, '--if-exists', 'skip')).toMatchObject({ status: 0, stdout: 'movies\n' });
    const other = await create('movies', '--event', 'ObjectRemoved:*');
    expect(other).toMatchObject({
      status: 6,
      stderr: expect.stringContaining('another rule is called movies'),
    });
  });

  it('makes a topic of its own, and leaves none behind when the rule is refused', async () => {
    const made = await create('own', '--event', 'ObjectRemoved:*', '--match', 'own/*');
    expect(made.stdout).toMatch(/^mns-en-topics-oss-own-\d{16}\n$/);
    const missing = await create(
      'late',
      '--event',
      'ObjectRemoved:*',
      '--match',
      'late/*',
      '--to',
      'queue:nowhere',
    );
    expect(missing).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('there is no queue nowhere'),
    });
    expect(await ruleNames()).not.toContain('late');
  });
});

describe('rule create --dry-run', () => {
  it('refuses what the real run would refuse', async () => {
    const argv = [
      'dry-queue',
      '--event',
      'ObjectRemoved:*',
      '--match',
      'dry/*',
      '--to',
      'queue:nowhere',
      '--dry-run',
    ];
    const { status, stdout, stderr } = await create(...(argv as [string]));
    expect({ status, stdout }).toEqual({ status: 5, stdout: '' });
    expect(stderr).toContain('there is no queue nowhere');
  });
});

describe('rule delete', () => {
  it('says under --quiet, too, what was not there, and as JSON with -o json', async () => {
    const quiet = await ossnotify('rule', 'delete', 'no-such', '--yes', '--quiet');
    expect(quiet).toMatchObject({
      status: 5,
      stdout: '',
      stderr: expect.stringContaining('there is no rule no-such'),
    });
    const json = await ossnotify('rule', 'delete', 'no-such', '--yes', '-o', 'json');
    expect(JSON.parse(json.stderr).error).toMatchObject({ code: 'rule-not-found' });
  });

  it('asks, and where nobody can be asked needs --yes', async () => {
    const { status, stderr } = await ossnotify('rule', 'delete', 'movies');
    expect(status).toBe(2);
    expect(stderr).toMatch(/hint: pass --yes/);
    expect(await ruleNames()).toContain('movies');
  });

  it('goes on after a missing rule, names it, and ends with 5', async () => {
    await create('gone', '--event', 'ObjectRemoved:*', '--match', 'gone/*');
    const { status, stdout, stderr } = await ossnotify('rule', 'delete', 'no-such', 'gone', '--yes');
    expect({ status, stdout, stderr }).toEqual({
      status: 5,
      stdout: 'deleted rule:gone\n',
      stderr:
        'error: there is no rule no-such\nhint: ossnotify rule list shows the rules of the region; another region needs --region\n',
    });
    expect(await ruleNames()).not.toContain('gone');
  });

  it('takes its own topic along with --cascade', async () => {
    const { stdout: topic } = await create('mine', '--event', 'ObjectRemoved:*', '--match', 'mine/*');
    const { stdout } = await ossnotify('rule', 'delete', 'mine', '--cascade', '--yes');
    expect(stdout).toBe(`deleted rule:mine topic:${topic}`);
  });
});

describe('what the services answer', () => {
  const list = (argv: string[], env: Record<string, string>) =>
    runProgram(['rule', 'list', ...argv], { env });

  it.each([
    [
      'unreachable',
      { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:9' },
      1,
      /refused the connection/,
    ],
    [
      'without a region',
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'a', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'b' },
      2,
      /no region is known/,
    ],
    [
      'with a bad endpoint',
      { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: 'localhost:4586' },
      2,
      /not a base URL/,
    ],
    ['with an unknown profile', { OSSNOTIFY_PROFILE: 'nobody' }, 2, /there is no profile nobody/],
  ])('%s', async (_, env, status, cause) => {
    const outcome = await list([], env);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(cause);
    expect(outcome.stderr).toMatch(/^error: .+\nhint: .+\n$/);
  });

  it('tells a wrong key with 4, the request id and a remedy', async () => {
    const env = {
      OSSNOTIFY_ENDPOINT: emulator.url,
      OSSNOTIFY_REGION: 'cn-hangzhou',
      OSSNOTIFY_ACCOUNT: '1000000000000001',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong',
    };
    for (const argv of [
      ['rule', 'list'],
      ['tail', 'movies'],
    ]) {
      const { status, stdout, stderr } = await runProgram(argv, { env });
      expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
      expect(stderr).toMatch(/^error: .*SignatureDoesNotMatch.*\(request id [\w-]+\)\nhint: .+\n$/);
      expect(stderr).not.toContain('wrong\n');
    }
    const json = await runProgram(['rule', 'list', '-o', 'json'], { env });
    expect(JSON.parse(json.stderr).error).toMatchObject({
      code: 'SignatureDoesNotMatch',
      requestId: expect.any(String),
    });
  });

  it('tells a clock that is wrong by more than the service allows', async () => {
    const ahead = { now: () => Date.now() + 3_600_000 };
    const { status, stderr } = await runProgram(['tail', 'movies'], { env: emulator.env, system: ahead });
    expect(status).toBe(4);
    expect(stderr).toMatch(/clock/);
  });
});
