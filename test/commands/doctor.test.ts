/** `--wait`, `probe` and `doctor` by command line. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type StubServer, startStub } from '../clients/stub-server.ts';
import { ManualClock } from '../emulator/support/manual-clock.ts';
import { runProgram } from '../support/run-program.ts';
import { commandsIn, parseCommand, shellWords } from '../support/shell.ts';

let emulator: Emulator | undefined;
let stub: StubServer | undefined;
afterEach(async () => {
  await emulator?.close();
  await stub?.close();
  emulator = undefined;
  stub = undefined;
});

type Options = Parameters<typeof runProgram>[1];
const envOf = (endpoint = emulator?.url ?? '') => ({
  OSSNOTIFY_PROFILE: 'emulator',
  OSSNOTIFY_ENDPOINT: endpoint,
});
const ossnotify = (argv: readonly string[], options: Options = {}) =>
  runProgram(argv, { env: envOf(), ...options });
const create = (name: string, ...more: string[]) =>
  ossnotify(['rule', 'create', name, '--bucket', 'night', '--event', 'ObjectCreated:*', ...more]);

async function checksOf(argv: readonly string[], options: Options = {}) {
  const { status, stdout, stderr } = await ossnotify(['doctor', '-o', 'json', ...argv], options);
  const { checks } = JSON.parse(stdout || `{"checks":${JSON.stringify(stderr)}}`);
  // Whatever is told to be run can be run.
  for (const { remedy = '' } of checks) await Promise.all(commandsIn(remedy).map(parseCommand));
  return { status, failed: checks.filter(({ state }: { state: string }) => state !== 'ok') };
}

describe('rule create --wait', () => {
  it('asks the service until the rule is active, and leaves no object behind', async () => {
    const clock = new ManualClock(Date.now());
    emulator = await startEmulator({ clock, activationDelayMs: 30_000 });
    const waits: number[] = [];
    const system = {
      now: () => clock.now(),
      sleep: async (ms: number) => {
        waits.push(ms);
        clock.advance(ms);
      },
    };
    const made = await ossnotify(
      [
        'rule',
        'create',
        'movies',
        '--bucket',
        'night',
        '--event',
        'ObjectCreated:*',
        '--match',
        'movie/*.mp3',
        '--to',
        'topic:movies',
        '--wait',
      ],
      { system },
    );
    expect(made).toMatchObject({
      status: 0,
      stdout: 'movies\n',
      stderr: expect.stringContaining('movies is active (after 3'),
    });
    expect(waits.slice(0, 5)).toEqual([500, 1000, 2000, 4000, 8000]);
    const { stdout } = await ossnotify(['doctor', '--rule', 'movies', '--read-only', '-o', 'json']);
    expect(stdout).not.toContain('activity');
  });

  it('ends with 7 when the time is over', async () => {
    emulator = await startEmulator({ activationDelayMs: 3_600_000 });
    let now = Date.now();
    const sleep = async (ms: number) => {
      now += ms;
    };
    const system = { now: () => now, sleep };
    const argv = [
      'rule',
      'create',
      'movies',
      '--bucket',
      'night',
      '--event',
      'ObjectCreated:*',
      '--wait',
      '--timeout',
      '1m',
    ];
    const { status, stderr } = await ossnotify(argv, { system });
    expect([status, stderr]).toEqual([7, expect.stringContaining('is not active after 60 s')]);
  });
});

describe.each(['日本/*', 'a b+%/*.jpg', '#?&=/*', "it's (1)!/*"])('keys such as %j', (match) => {
  it('are waited for, probed and examined', async () => {
    emulator = await startEmulator();
    const made = await create('u1', '--match', match, '--wait');
    expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining('u1 is active') });
    expect(await ossnotify(['probe', '--bucket', 'night'])).toMatchObject({ status: 0 });
    expect(await checksOf(['--bucket', 'night'])).toMatchObject({
      status: 0,
      failed: [{ state: 'warning', text: expect.stringContaining('nobody is subscribed') }],
    });
  });
});

describe('rule create --wait of what no probe can see', () => {
  it.each([
    [
      ['--event', 'PutObject', '--match', 'a/../*.tmp', '--match', 'b/./*'],
      'a probe of rule movies would have the key "a/../ossnotify-probe-000000000000.tmp", and URLs lose parts of a path that are . or ..',
    ],
    [
      ['--event', 'PutObject', '--key', 'a/b'],
      'rule movies names whole keys only, and a probe does not touch objects that may be yours',
    ],
    [
      ['--event', 'GetObject'],
      'rule movies asks for ObjectDownloaded:GetObject; a probe can only put and delete an object',
    ],
  ])('creates nothing: %j', async (argv, reason) => {
    emulator = await startEmulator();
    const system = { random: () => 0 };
    const made = ossnotify(['rule', 'create', 'movies', '--bucket', 'night', '--wait', ...argv], { system });
    expect(await made).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: --wait cannot be done: ${reason}\nhint: nothing was created; leave out --wait\n`,
    });
    expect((await ossnotify(['rule', 'list', '-o', 'json'])).stdout).toBe('[]\n');
    expect((await ossnotify(['emulator', 'inspect', 'topics', '-o', 'json'])).stdout).toBe('[]\n');
  });
});

describe('probe', () => {
  it('follows an event to its topic, and says how long each hop took', async () => {
    emulator = await startEmulator();
    await create('movies', '--match', 'movie/*.mp3');
    const { status, stdout } = await ossnotify(['probe', '--bucket', 'night', '-o', 'json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rule: 'movies',
      key: expect.stringMatching(/^movie\/ossnotify-probe-[0-9a-f]{12}\.mp3$/),
      status: 'Ok',
      outcome: 'arrived',
      totalMs: expect.any(Number),
    });
  });

  it('knows an inactive rule, a missing one, and one that it cannot fire', async () => {
    emulator = await startEmulator({ activationDelayMs: 3_600_000 });
    await create('movies');
    expect(await ossnotify(['probe', '--bucket', 'night'])).toMatchObject({
      status: 7,
      stderr: expect.stringContaining('not active yet'),
    });
    expect(await ossnotify(['probe', '--bucket', 'night', '--rule', 'x'])).toMatchObject({ status: 5 });
    await ossnotify(['rule', 'create', 'reads', '--bucket', 'other', '--event', 'GetObject']);
    expect(await ossnotify(['probe', '--bucket', 'other'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('can only put and delete'),
    });
  });
});

describe('doctor on OSS', () => {
  it('finds nothing wrong where nothing is', async () => {
    emulator = await startEmulator();
    await create('movies', '--to', 'https://example.com/hook?t=hush');
    const healthy = await ossnotify(['doctor', '--bucket', 'night', '--rule', 'movies']);
    expect([healthy.status, healthy.stderr]).toEqual([0, '']);
    expect(healthy.stdout).toContain('RTMP');
    expect(healthy.stdout).not.toContain('hush');
  });

  it.each([
    [
      'a wrong secret',
      4,
      /secret does not belong/,
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' },
    ],
    [
      'an unknown key',
      4,
      /does not know this access key/,
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' },
    ],
  ])('tells %s', async (_, status, text, keys) => {
    emulator = await startEmulator();
    const env = {
      OSSNOTIFY_ENDPOINT: emulator.url,
      OSSNOTIFY_REGION: 'cn-hangzhou',
      OSSNOTIFY_ACCOUNT: '1',
      ...keys,
    };
    const found = await checksOf([], { env });
    expect(found).toMatchObject({
      status,
      failed: [
        { text: expect.stringMatching(text), remedy: expect.stringMatching(/^ossnotify config credentials/) },
      ],
    });
  });

  it('tells a clock that is wrong', async () => {
    emulator = await startEmulator({ clock: new ManualClock(Date.now() - 3_600_000) });
    expect(await checksOf([])).toMatchObject({
      status: 4,
      failed: [{ text: expect.stringMatching(/^clock skew/) }],
    });
  });

  it.each([
    [
      ['--region', 'cn-beijing'],
      {},
      'cn-beijing is asked (by --region)',
      'ossnotify doctor --region cn-hangzhou',
    ],
    [
      [],
      { OSSNOTIFY_REGION: 'cn-beijing' },
      'cn-beijing is asked (by OSSNOTIFY_REGION)',
      'export OSSNOTIFY_REGION=cn-hangzhou',
    ],
  ])('tells a wrong region, and nothing that follows from it: %j', async (argv, more, asked, remedy) => {
    emulator = await startEmulator();
    await create('movies');
    const env = { ...envOf(), ...more };
    const told = {
      status: 1,
      failed: [
        { code: 'wrong-region', text: `wrong region: the bucket is in cn-hangzhou, and ${asked}`, remedy },
      ],
    };
    expect(await checksOf(argv, { env })).toMatchObject(told);
    expect(await checksOf([...argv, '--bucket', 'night'], { env })).toMatchObject(told);
  });

  it('tells a wrong region by the refusal of OSS, too', async () => {
    const Message =
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
    const rules = { PageData: [], Pages: 1 };
    stub = await startStub(({ headers }) =>
      headers['x-acs-action']
        ? {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ RequestId: 'R0', Success: true, Code: 200, Data: rules }),
          }
        : {
            status: 403,
            headers: { 'content-type': 'application/xml' },
            body: `<Error><Code>AccessDenied</Code><Message>${Message}</Message><RequestId>R1</RequestId></Error>`,
          },
    );
    expect(await checksOf(['--bucket', 'night'], { env: envOf(stub.endpoint) })).toMatchObject({
      status: 4,
      failed: [{ code: 'wrong-region', text: expect.stringMatching(/^wrong region: /) }],
    });
  });

  it('says that there are no rules, and where they may be', async () => {
    emulator = await startEmulator();
    const { status, stdout } = await ossnotify(['doctor']);
    expect([status, stdout.split('\n').slice(1, 5)]).toEqual([
      0,
      [
        'ok  rules: 0 rules; key, clock and permission are fine',
        'warning  rules: there are no rules in cn-hangzhou; a rule lives in the region of its bucket',
        '    remedy: ossnotify doctor --bucket BUCKET',
        '',
      ],
    ]);
  });

  it('looks at a topic once, names its rules, and counts its warnings', async () => {
    emulator = await startEmulator();
    await create('movies', '--prefix', 'movie/', '--to', 'topic:media');
    await create('music', '--prefix', 'music/', '--to', 'topic:media');
    const { status, stdout } = await ossnotify(['doctor', '--bucket', 'night']);
    const [checks, notes] = stdout.split('\n\n');
    expect([status, checks]).toEqual([
      0,
      `ok  credentials: access key emul***
ok  rules: 2 rules; key, clock and permission are fine
ok  bucket night: in cn-hangzhou
ok  rule movies: on bucket night: ObjectCreated:*
ok  topic media: exists; rules movies, music publish to it
warning  subscriptions of media: nobody is subscribed: its messages go nowhere
    remedy: ossnotify tail media
ok  activity of movies: a probe object raised an event
ok  rule music: on bucket night: ObjectCreated:*
ok  activity of music: a probe object raised an event`,
    ]);
    expect(notes).toMatch(/^Nothing fails, but look at the warning\. Documented reasons/);
    const mns = await mnsClient(emulator);
    await mns.deleteTopic('media');
    const { failed } = await checksOf(['--bucket', 'night']);
    await carryOut(failed[0].remedy);
    expect(await checksOf(['--bucket', 'night'])).toMatchObject({ status: 0 });
    expect(failed).toEqual([
      expect.objectContaining({
        text: 'missing topic: rules movies, music publish to media, which does not exist; making them again makes it',
        remedy:
          'ossnotify rule delete movies music --yes' +
          " && ossnotify rule create movies --bucket night --event 'ObjectCreated:*' --match 'movie/*' --to topic:media" +
          " && ossnotify rule create music --bucket night --event 'ObjectCreated:*' --match 'music/*' --to topic:media",
      }),
    ]);
    await mns.close();
  });

  it.each([
    [
      403,
      'NoPermission',
      'is not authorized',
      4,
      /^no permission for mns:ListEventRules/,
      /grant the RAM action mns:ListEventRules/,
    ],
    [
      403,
      'Forbidden.NotOpened',
      'The MNS service is not opened.',
      4,
      /^service not opened/,
      /open Simple Message Queue/,
    ],
    [503, 'ServiceUnavailable', 'busy', 1, /^ServiceUnavailable/, /./],
  ])('tells %i %s', async (httpStatus, Code, Message, status, text, remedy) => {
    const body = JSON.stringify({ RequestId: 'R9', HostId: 'h', Code, Message, Recommend: '' });
    stub = await startStub(() => ({
      status: httpStatus,
      headers: { 'content-type': 'application/json' },
      body,
    }));
    const found = await checksOf([], { env: envOf(stub.endpoint), system: { sleep: async () => {} } });
    expect(found).toMatchObject({
      status,
      failed: [{ text: expect.stringMatching(text), remedy: expect.stringMatching(remedy), requestId: 'R9' }],
    });
  });

  it('tells a missing topic, a missing rule, an inactive rule', async () => {
    emulator = await startEmulator({ activationDelayMs: 3_600_000 });
    await create('movies', '--to', 'topic:movies');
    const inactive = await checksOf(['--rule', 'movies']);
    expect(inactive).toMatchObject({
      status: 1,
      failed: [{ state: 'warning' }, { code: 'rule-not-active' }],
    });
    expect(await checksOf(['--rule', 'nope'])).toMatchObject({
      status: 5,
      failed: [{ code: 'rule-not-found' }],
    });
    const mns = await mnsClient(emulator);
    await mns.deleteTopic('movies');
    expect(await checksOf(['--rule', 'movies'])).toMatchObject({
      status: 5,
      failed: [{ code: 'topic-missing' }],
    });
    await mns.close();
  });

  it('tells a subscription whose queue is elsewhere, or gone', async () => {
    emulator = await startEmulator();
    await create('movies', '--to', 'topic:movies');
    const mns = await mnsClient(emulator);
    await mns.subscribe('movies', 'far', { endpoint: 'acs:mns:cn-beijing:1000000000000001:queues/far' });
    await mns.subscribe('movies', 'gone', { endpoint: 'acs:mns:cn-hangzhou:1000000000000001:queues/gone' });
    const { failed } = await checksOf(['--rule', 'movies', '--read-only']);
    expect(failed.map(({ code }: { code: string }) => code).sort()).toEqual([
      'queue-missing',
      'subscription-elsewhere',
    ]);
    await mns.close();
  });
});

/** Types the commands of a remedy as somebody would who pastes it into a shell. */
async function carryOut(remedy: string) {
  for (const command of commandsIn(remedy)) {
    const [program, ...argv] = shellWords(command);
    expect(program).toBe('ossnotify');
    const system = { sleep: async () => {} };
    expect([command, await ossnotify(argv, { system })]).toEqual([
      command,
      expect.objectContaining({ status: 0 }),
    ]);
  }
}

describe('remedies', () => {
  it.each([
    ['acs:mns:cn-beijing:1000000000000001:queues/q9', /in another region/],
    ['acs:mns:cn-hangzhou:2000000000000002:queues/q9', /in another account/],
  ])('mend a subscription to %s', async (endpoint, text) => {
    emulator = await startEmulator();
    await create('srt', '--to', 'topic:srt');
    const mns = await mnsClient(emulator);
    await mns.subscribe('srt', 'q9', { endpoint });
    await mns.close();
    const { failed } = await checksOf(['--rule', 'srt']);
    expect(failed).toMatchObject([
      {
        text: expect.stringMatching(text),
        remedy: 'ossnotify topic unsubscribe srt q9 --yes && ossnotify queue create q9 --topic srt',
      },
    ]);
    await carryOut(failed[0].remedy);
    expect(await checksOf(['--rule', 'srt'])).toMatchObject({ status: 0, failed: [] });
  });

  it('make the queue of a rule without a second subscription', async () => {
    emulator = await startEmulator();
    await create('feeder', '--to', 'topic:feed', '--match', 'feed/*');
    await ossnotify(['queue', 'create', 'dq2', '--topic', 'feed']);
    const direct = await create('direct', '--to', 'queue:dq2', '--direct', '--match', 'direct/*');
    const mns = await mnsClient(emulator);
    await mns.deleteQueue('dq2');
    const { failed } = await checksOf(['--rule', 'direct']);
    expect(failed[0].remedy).toBe(`ossnotify queue create dq2 --topic ${failed[0].remedy.split(' ').at(-1)}`);
    await carryOut(failed[0].remedy);
    expect(await checksOf(['--rule', 'direct'])).toMatchObject({ status: 0, failed: [] });
    const { topic } = JSON.parse((await ossnotify(['rule', 'get', 'direct', '-o', 'json'])).stdout);
    expect([direct.status, await mns.listSubscriptions(topic)]).toEqual([0, [expect.any(String)]]);
    await mns.close();
  });
});

describe('doctor on KS3', () => {
  it('tells a callback that the Internet does not reach, and what else may be', async () => {
    emulator = await startEmulator();
    const ks3 = ['--provider', 'ks3'];
    const argv = [
      ...ks3,
      'rule',
      'create',
      'one',
      '--bucket',
      'night',
      '--event',
      'PutObject',
      '--to',
      'http://10.1.2.3/hook',
    ];
    await ossnotify(argv, { system: { sleep: async () => {} } });
    const { status, failed } = await checksOf([...ks3, '--bucket', 'night', '--read-only']);
    expect([status, failed]).toEqual([1, [expect.objectContaining({ code: 'callback-unreachable' })]]);
    expect(failed[0].remedy).toBe(
      "ossnotify rule create one --bucket night --event ks3:ObjectCreated:PutObject --match '*'" +
        ' --to https://PUBLIC-HOST/hook --method POST --yes --provider ks3',
    );
    const { stdout } = await ossnotify([...ks3, 'doctor', '--bucket', 'night', '--read-only']);
    for (const word of ['Ningxia', 'KsyunKS3BucketLoggingProcessingRole', '5 minutes', 'anonymous'])
      expect(stdout).toContain(word);
  });

  const makeRule = (...more: string[]) =>
    ossnotify(
      ['--provider', 'ks3', 'rule', 'create', 'one', '--bucket', 'night', '--event', 'PutObject', ...more],
      { system: { sleep: async () => {} } },
    );

  it('gives the whole rule where a callback has to move, and nothing of it is reset', async () => {
    emulator = await startEmulator();
    await makeRule(
      ...['--match', "it's/*.jpg", '--method', 'PUT', '--report', 'ops-reports/failed/'],
      ...['--to', 'http://10.1.2.3/hook?t=hush', '--to', 'https://example.com/other'],
    );
    const ks3 = ['--provider', 'ks3', '--bucket', 'night'];
    const { failed } = await checksOf([...ks3, '--read-only']);
    expect(failed[0].remedy).not.toContain('hush');
    await carryOut(failed[0].remedy);
    const { stdout } = await ossnotify(['rule', 'get', 'one', ...ks3, '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      events: ['ks3:ObjectCreated:PutObject'],
      match: ["it's/*.jpg"],
      method: 'PUT',
      report: 'ops-reports/failed/',
      subscriptions: ['https://public-host/hook?t=***', 'https://example.com/other'],
    });
  });

  it('says who has to answer where nobody does', async () => {
    stub = await startStub(() => ({ status: 500 }));
    emulator = await startEmulator();
    await makeRule('--to', `${stub.endpoint}/hook?t=hush`);
    const argv = ['--provider', 'ks3', '--bucket', 'night', '--rule', 'one'];
    const { failed } = await checksOf(argv);
    expect(failed).toMatchObject([
      {
        text: `callback not reachable: KS3 raised the event and could not deliver it (Fail); nothing that answers 2xx is behind ${stub.endpoint}/hook?t=***`,
        remedy: `ossnotify tail --listen ${stub.endpoint.slice('http://'.length)} --provider ks3`,
      },
    ]);
  });

  it('names what has to be granted as KS3 does, and a creation that KS3 takes', async () => {
    stub = await startStub(() => ({
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: '<Error><Code>AccessDenied</Code><Message>no</Message><RequestId>R1</RequestId></Error>',
    }));
    const argv = ['--provider', 'ks3', '--bucket', 'night'];
    expect(await checksOf(argv, { env: envOf(stub.endpoint) })).toMatchObject({
      status: 4,
      failed: [{ remedy: 'grant the IAM action ks3:GetBucketNotification' }],
    });
    emulator = await startEmulator();
    const { failed } = await checksOf(argv);
    expect(failed[0].remedy).toBe(
      "ossnotify rule create NAME --bucket night --event 'ObjectCreated:*' --to https://PUBLIC-HOST/... --provider ks3",
    );
  });
});

async function mnsClient({ url }: Emulator) {
  const { createMnsClient } = await import('../../src/clients/mns.ts');
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  return createMnsClient({ endpoint: url, accountId: '1000000000000001', credentials });
}
