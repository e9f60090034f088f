/** However a tail ends, no temporary queue or subscription of it stays, or `cleanup` finds it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AgingEmulator, startAgingEmulator } from '../support/aging-emulator.ts';
import { startReceiver } from '../support/receiver.ts';
import { type ProgramOptions, type RunningProgram, startProgram } from '../support/run-program.ts';
import { type ServiceProxy, startServiceProxy } from '../support/service-proxy.ts';

let world: AgingEmulator;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  world = await startAgingEmulator();
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(() => world.close());

const raise = () =>
  world.emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a.mp3', size: 5 });
const ownQueue = async () => (await world.leftovers()).queues[0] ?? 'none';

interface End {
  readonly argv?: readonly string[];
  readonly options?: ProgramOptions;
  readonly status: number;
  /** On stderr. */
  readonly told?: RegExp;
  /** Ends it, once it listens. */
  readonly by?: (tail: RunningProgram) => unknown;
  /** It never listens. */
  readonly isEarly?: true;
  /** What stays, and is told, since the service could not be reached or did not let us. */
  readonly stays?: true;
}

const interrupt = (tail: RunningProgram) => tail.signal('SIGINT');
/** For what takes half a minute. */
const hurried = {
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const end = () => {
        signal?.removeEventListener('abort', end);
        resolve();
      };
      setTimeout(end, Math.min(ms, 20));
      signal?.addEventListener('abort', end);
    }),
};

/** For one tail the service can go away or turn bad. */
async function withProxy(): Promise<ServiceProxy & { readonly env: Record<string, string> }> {
  const proxy = await startServiceProxy(world.emulator.url);
  open.push(proxy.close);
  return { ...proxy, env: { ...world.env, OSSNOTIFY_ENDPOINT: proxy.url } };
}

const ENDS: Record<string, () => End | Promise<End>> = {
  SIGINT: () => ({ status: 130, by: interrupt }),
  SIGTERM: () => ({ status: 143, by: (tail) => tail.signal('SIGTERM') }),
  SIGHUP: () => ({ status: 143, by: (tail) => tail.signal('SIGHUP') }),
  'SIGINT before it listens': () => ({ status: 130, isEarly: true, by: interrupt }),
  'a reader that leaves (EPIPE)': () => ({
    status: 0,
    options: { closeStdoutAfter: 0 },
    by: raise,
  }),
  'a full disk under stdout (ENOSPC)': () => ({
    status: 1,
    told: /cannot write the output: ENOSPC/,
    options: { stdoutError: 'ENOSPC' },
    by: raise,
  }),
  '--count': () => ({ status: 0, argv: ['-n', '1'], by: raise }),
  '--timeout': () => ({ status: 0, argv: ['--timeout', '300ms'] }),
  '--timeout short of --count': () => ({ status: 7, argv: ['--timeout', '300ms', '-n', '1'] }),
  '--idle-timeout': () => ({ status: 0, argv: ['--idle-timeout', '300ms'] }),
  'q at the terminal': () => ({
    status: 0,
    isEarly: true,
    options: { tty: ['stdin', 'stdout', 'stderr'] },
    by: async (tail) => {
      await tail.stdout.until(/● ready/);
      tail.type('q');
    },
  }),
  'ctrl-c at the terminal': () => ({
    status: 130,
    isEarly: true,
    options: { tty: ['stdin', 'stdout', 'stderr'] },
    by: async (tail) => {
      await tail.stdout.until(/● ready/);
      tail.type('\u0003');
    },
  }),
  'an output that cannot be opened': () => ({
    status: 2,
    isEarly: true,
    argv: ['-o', 'template={no-such-field}'],
  }),
  'an address that is taken': async () => ({
    status: 1,
    isEarly: true,
    argv: ['--health', '0', '--metrics', new URL((await startReceiver()).url).host],
    told: /cannot listen on 127\.0\.0\.1:\d+: EADDRINUSE/,
  }),
  'a record file that cannot be opened': () => ({
    status: 1,
    isEarly: true,
    argv: ['--record', '/'],
    told: /cannot write \/: EISDIR/,
  }),
  'a full disk under --record': () => ({
    status: 1,
    argv: ['--record', '/dev/full'],
    told: /cannot write \/dev\/full: ENOSPC/,
    by: raise,
  }),
  'a receiver that refuses for good, then SIGINT': async () => {
    const receiver = await startReceiver(() => 400);
    return {
      status: 130,
      argv: ['--forward', receiver.url],
      by: async (tail) => {
        raise();
        await tail.stderr.until(/400/);
        interrupt(tail);
      },
    };
  },
  'a receiver that never answers, then SIGINT': async () => {
    let answer = () => {};
    const answered = new Promise<number>((resolve) => {
      answer = () => resolve(204);
    });
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const receiver = await startReceiver(() => {
      arrive();
      return answered;
    });
    open.push(() => answer());
    return {
      status: 130,
      argv: ['--forward', receiver.url],
      options: { system: hurried },
      by: async (tail) => {
        raise();
        await arrived;
        interrupt(tail);
      },
    };
  },
  'a command that fails, then SIGINT': () => ({
    status: 130,
    argv: ['--exec', 'exit 7'],
    options: { cwd: '/' },
    by: async (tail) => {
      raise();
      await tail.stderr.until(/ended with status 7/);
      interrupt(tail);
    },
  }),
  'a mistake of ours': () => ({
    status: 1,
    argv: ['-o', 'ndjson'],
    told: /this is a bug in ossnotify/,
    by: (tail) => {
      tail.stdout.write = () => {
        throw new TypeError('undefined is not a function');
      };
      raise();
    },
  }),
  'a topic that does not exist': () => ({ status: 5, isEarly: true, argv: ['no-such-topic'] }),
  'its topic deleted': () => ({
    status: 5,
    options: { system: hurried },
    told: /topic movies was deleted while tailing/,
    by: async () => {
      await world.mns.deleteTopic('movies');
      open.push(() => world.mns.createTopic('movies'));
    },
  }),
  'its subscription deleted': () => ({
    status: 5,
    options: { system: hurried },
    told: /subscription to topic movies was deleted while tailing/,
    by: async () => world.mns.unsubscribe('movies', await ownQueue()),
  }),
  'its queue deleted': () => ({
    status: 5,
    told: /the temporary queue of topic movies \(ossnotify-tail-\w+\) was deleted while tailing/,
    by: async () => world.mns.deleteQueue(await ownQueue()),
  }),
  'the service gone, then SIGINT': async () => {
    const proxy = await withProxy();
    return {
      status: 130,
      stays: true,
      options: { env: proxy.env },
      told: /may have stayed behind/,
      by: async (tail) => {
        proxy.close();
        await tail.stderr.until(/link lost/);
        interrupt(tail);
      },
    };
  },
  'credentials that turn bad': async () => {
    const proxy = await withProxy();
    return {
      status: 4,
      stays: true,
      options: { env: proxy.env },
      told: /InvalidAccessKeyId[\s\S]*may have stayed behind|may have stayed behind[\s\S]*InvalidAccessKeyId/,
      by: proxy.turnBad,
    };
  },
};

describe('a tail ended by', () => {
  it.each(Object.keys(ENDS))('%s', async (name) => {
    const end = await ENDS[name]?.();
    if (end === undefined) throw new Error('the table holds it');
    const { argv = [], options = {}, isEarly, by } = end;
    const tail = startProgram(['tail', 'movies', ...argv], { env: world.env, ...options });
    if (!isEarly) await tail.stderr.until(/listening on topic movies/);
    await by?.(tail);
    const { status, stderr } = await tail.ended;
    expect({ status, stderr }).toEqual({
      status: end.status,
      stderr: expect.stringMatching(end.told ?? /^/),
    });
    if (end.stays) await cleanedUp();
    expect(await world.leftovers()).toEqual({ queues: [], subscriptions: [] });
  });

  it('are of twenty kinds at least', () => {
    expect(Object.keys(ENDS).length).toBeGreaterThanOrEqual(20);
  });
});

describe('what stays of an expect', () => {
  it('is told, though nothing of it came in time', async () => {
    const proxy = await withProxy();
    let lateMs = 0;
    let endTime = () => {};
    const timeOver = new Promise<void>((resolve) => {
      endTime = resolve;
    });
    const system = {
      now: () => Date.now() + lateMs,
      sleep(ms: number, signal?: AbortSignal) {
        const isTimeLimit = ms > 40_000 && ms <= 60_000;
        if (!isTimeLimit) return hurried.sleep(ms, signal);
        const ended = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        return Promise.race([timeOver, ended]);
      },
    };
    const argv = ['expect', 'movies', '--event', '*', '--timeout', '60s'];
    const expecting = startProgram(argv, { env: proxy.env, system });
    await expecting.stderr.until(/listening on topic movies/);
    proxy.close();
    lateMs = 60_000;
    endTime();
    expect(await expecting.ended).toMatchObject({
      status: 7,
      stderr: expect.stringMatching(/warning: queue ossnotify-tail-\w+ .*may have stayed behind.*cleanup/),
    });
    await cleanedUp();
  });
});

/** Clean-up finds what has given no sign of life for a quarter of an hour, and nothing before. */
async function cleanedUp(): Promise<void> {
  const queue = await ownQueue();
  const { soon, late } = await world.cleanUp();
  expect(soon).toMatch(/^1 too young to tell \(its tail may be alive until \d\d:\d\d\)\n$/);
  expect(late).toContain(queue);
}
