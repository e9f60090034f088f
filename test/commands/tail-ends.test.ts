/** However a tail ends, no temporary queue or subscription of it stays, or `cleanup` finds it. */
import { createServer, type RequestListener, request, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { startReceiver } from '../support/receiver.ts';
import {
  type ProgramOptions,
  type RunningProgram,
  runProgram,
  startProgram,
} from '../support/run-program.ts';

const EIGHT_MINUTES_MS = 8 * 60_000;
/** A tail that ran when the emulator's clock was behind, and clean-up when ours is ahead, are 16 minutes apart. */
let behindMs = EIGHT_MINUTES_MS;
let emulator: Emulator;
let mns: MnsClient;
let env: Record<string, string>;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  const setTimer = (ms: number, fire: () => void) => {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  };
  emulator = await startEmulator({ clock: { now: () => Date.now() - behindMs, setTimer } });
  env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
  const rule = ['--bucket', 'demo', '--event', 'ObjectCreated:*', '--to', 'topic:movies'];
  expect((await runProgram(['rule', 'create', 'movies', ...rule], { env })).status).toBe(0);
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(async () => {
  await mns.close();
  await emulator.close();
});

const raise = () =>
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a.mp3', size: 5 });
const temporary = () => mns.listQueues('ossnotify-tail-');
const subscriptions = async () =>
  (await mns.listSubscriptions('movies').catch(() => [])).filter((name) =>
    name.startsWith('ossnotify-tail-'),
  );

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
      setTimeout(resolve, Math.min(ms, 20));
      signal?.addEventListener('abort', () => resolve(), { once: true });
    }),
};
const refusal =
  '<Error xmlns="http://mns.aliyuncs.com/doc/v1"><Code>InvalidAccessKeyId</Code><Message>no</Message><RequestId>1</RequestId><HostId>h</HostId></Error>';

/** Stands before the emulator, so that for one tail the service can go away or turn bad. */
async function startProxy() {
  let isBad = false;
  const pass: RequestListener = (incoming, outgoing) => {
    if (isBad) {
      outgoing.writeHead(403, { 'content-type': 'text/xml' }).end(refusal);
      return;
    }
    const { method = 'GET', url = '/', headers } = incoming;
    const { hostname: host, port } = new URL(emulator.url);
    const further = request({ host, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    further.on('error', () => outgoing.destroy());
    incoming.pipe(further);
  };
  const server: Server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  open.push(close);
  return {
    env: { ...env, OSSNOTIFY_ENDPOINT: `http://127.0.0.1:${Object(server.address()).port}` },
    close,
    turnBad() {
      isBad = true;
      // Also for the poll that waits.
      server.closeAllConnections();
    },
  };
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
      await mns.deleteTopic('movies');
      open.push(() => mns.createTopic('movies'));
    },
  }),
  'its subscription deleted': () => ({
    status: 5,
    options: { system: hurried },
    told: /subscription to topic movies was deleted while tailing/,
    by: async () => mns.unsubscribe('movies', (await temporary())[0] ?? ''),
  }),
  'its queue deleted': () => ({
    status: 5,
    told: /the temporary queue of topic movies \(ossnotify-tail-\w+\) was deleted while tailing/,
    by: async () => mns.deleteQueue((await temporary())[0] ?? ''),
  }),
  'the service gone, then SIGINT': async () => {
    const proxy = await startProxy();
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
    const proxy = await startProxy();
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
    const tail = startProgram(['tail', 'movies', ...argv], { env, ...options });
    if (!isEarly) await tail.stderr.until(/listening on topic movies/);
    await by?.(tail);
    const { status, stderr } = await tail.ended;
    expect({ status, stderr }).toEqual({
      status: end.status,
      stderr: expect.stringMatching(end.told ?? /^/),
    });
    if (end.stays) await cleanedUp();
    expect({ queues: await temporary(), subscriptions: await subscriptions() }).toEqual({
      queues: [],
      subscriptions: [],
    });
  });

  it('are of twenty kinds at least', () => {
    expect(Object.keys(ENDS).length).toBeGreaterThanOrEqual(20);
  });
});

/** Clean-up finds what has given no sign of life for a quarter of an hour, and nothing before. */
async function cleanedUp(): Promise<void> {
  const [queue = 'none'] = await temporary();
  behindMs = 0;
  const clean = (aheadMs: number) =>
    runProgram(['cleanup', '--yes'], { env, system: { now: () => Date.now() + aheadMs } });
  expect((await clean(0)).stdout).toBe('nothing is left behind\n');
  expect((await clean(EIGHT_MINUTES_MS)).stdout).toContain(queue);
  behindMs = EIGHT_MINUTES_MS;
}
