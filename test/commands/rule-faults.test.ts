/** Faults of the rule APIs, made by the emulator: waited out where nothing can happen twice, else one line and a remedy. */
import { beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const faults = (spec: string) => fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: spec });

/** Waits take no time; `onWait` is what happens meanwhile. */
async function ossnotify(argv: readonly string[], onWait: () => unknown = () => {}) {
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
    await onWait();
  };
  const outcome = await runProgram(argv, { env: emulator.env, system: { sleep, random: () => 0 } });
  return { ...outcome, waits };
}

const creation = (name: string, ...more: string[]) => [
  ...['rule', 'create', name, '--bucket', 'night', '--event', 'PutObject'],
  ...['--prefix', `${name}/`, '--to', 'topic:t', ...more],
];
const WAITS = [500, 1000, 2000, 4000];

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
  await faults('');
});

describe('throttling and passing faults of the rule API', () => {
  it.each(['429', '503', '500'])('a read is tried again after %s, until it is answered', async (status) => {
    await faults(`${status}.ListEventRules=1`);
    const cleared = async () => void (await faults(''));
    expect(await ossnotify(['rule', 'list', '-o', 'json'], cleared)).toEqual({
      status: 0,
      stdout: '[]\n',
      stderr: 'no rules in this region\n',
      waits: [500],
    });
  });

  it.each([
    ['429', 'Throttling', 'slow down and try again in a while'],
    ['503', 'ServiceUnavailable', 'the service is busy or broken just now: try again in a while'],
    ['500', 'InternalError', 'the service is busy or broken just now: try again in a while'],
  ])('after five tries %s is one line with the request id, and a remedy', async (status, code, hint) => {
    await faults(`${status}.CreateEventRule=1`);
    const { waits, ...end } = await ossnotify(creation('movies'));
    expect([waits, end]).toEqual([
      WAITS,
      {
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(
          new RegExp(
            `^error: ${code}: The emulator was told to fail\\. \\(tried 5 times\\) \\(request id [0-9A-F-]{36}\\)\nhint: ${hint}\n$`,
          ),
        ),
      },
    ]);
    await faults('');
    expect((await ossnotify(['emulator', 'inspect', 'topics', '-o', 'json'])).stdout).toBe('[]\n');
  });

  it('a creation whose answer was lost is made once: its token tells the repetition', async () => {
    await faults('503.CreateEventRule=1');
    expect(await ossnotify(creation('movies'), () => faults(''))).toMatchObject({ status: 0, stdout: 't\n' });
  });

  it('a deletion is tried again where it was refused for the number of calls, and not after another fault', async () => {
    await ossnotify(creation('movies'));
    await faults('429.DeleteEventRule=1');
    const throttled = await ossnotify(['rule', 'delete', 'movies', '--yes'], () => faults(''));
    expect(throttled).toMatchObject({ status: 0, stdout: 'deleted rule:movies\n', waits: [500] });
    await ossnotify(creation('movies'));
    await faults('503.DeleteEventRule=1');
    const broken = await ossnotify(['rule', 'delete', 'movies', '--yes']);
    expect(broken).toMatchObject({
      status: 1,
      stdout: '',
      waits: [],
      stderr: expect.stringMatching(
        /^error: rule movies: ServiceUnavailable: .* \(request id [^)]+\)\nhint: .+\n$/,
      ),
    });
  });

  it('a signal ends the waiting', async () => {
    await faults('429.ListEventRules=1');
    const stop = new AbortController();
    const sleep = async () => stop.abort('SIGINT');
    const { status, stdout } = await runProgram(['rule', 'list'], {
      env: emulator.env,
      system: { sleep, signal: stop.signal },
    });
    expect([status, stdout]).toEqual([130, '']);
  });
});

describe('what is not waited out', () => {
  it('no permission', async () => {
    await faults('403.CreateEventRule=1');
    expect(await ossnotify(creation('movies'))).toEqual({
      status: 4,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: NoPermission: The emulator was told to fail\. \(request id [0-9A-F-]{36}\)\nhint: grant the RAM actions mns:PutEventNotifications, .*\n$/,
      ),
      waits: [],
    });
  });

  it('the quota, where --force leaves it to the service', async () => {
    for (let at = 0; at < 10; at++) await ossnotify(creation(`r${at}`));
    expect(await ossnotify(creation('eleventh', '--force'))).toEqual({
      status: 6,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: \w*Quota\w*: .+ \(request id [0-9A-F-]{36}\)\nhint: a region takes ten rules: delete one with `ossnotify rule delete NAME`, or have the quota raised\n$/,
      ),
      waits: [],
    });
  });

  it('a name that somebody else has given meanwhile', async () => {
    await faults('429.CreateEventRule=1');
    const theirs = async () => {
      await faults('');
      const more = { env: emulator.env, system: { sleep: async () => {} } };
      await runProgram(['rule', 'create', 'movies', '--bucket', 'other', '--event', 'PutObject'], more);
    };
    expect(await ossnotify(creation('movies'), theirs)).toEqual({
      status: 6,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: \w*(Exist|Duplicate)\w*: .+ \(request id [0-9A-F-]{36}\)\nhint: choose another name, or look at the one that exists: `ossnotify rule get NAME`\n$/,
      ),
      waits: [500],
    });
  });
});

describe('KS3', () => {
  const list = ['--provider', 'ks3', 'rule', 'export', '--bucket', 'night', '-o', 'table'];

  it('is read again while it is busy, five times', async () => {
    await faults('503=1');
    expect(await ossnotify(list, () => faults(''))).toMatchObject({
      status: 0,

      waits: [500],
    });
    await faults('429=1');
    expect(await ossnotify(list)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: \w+: .*\(tried 5 times\) \(request id \w+\)\nhint: slow down and try again in a while\n$/,
      ),
      waits: WAITS,
    });
  });

  it('tells a missing permission with the request id', async () => {
    await faults('403=1');
    expect(await ossnotify(list)).toEqual({
      status: 4,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: AccessDenied: .*\(request id \w+\)\nhint: grant ks3:PutBucketNotification and .*\n$/,
      ),
      waits: [],
    });
  });
});
