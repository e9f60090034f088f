/** Ends of a tail that only a process of its own can have. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type AgingEmulator, startAgingEmulator } from '../support/aging-emulator.ts';
import { startServiceProxy } from '../support/service-proxy.ts';

const PROGRAM = `${process.execPath} bin/ossnotify.js`;
let world: AgingEmulator;
const running: ChildProcess[] = [];
beforeAll(async () => {
  world = await startAgingEmulator();
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => world.close());

const raise = () =>
  world.emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a.mp3', size: 5 });

/** A line for bash, which `exec`s the tail where nothing else is in the line. */
function start(line: string, env = world.env) {
  const { FORCE_COLOR, NO_COLOR, ...inherited } = process.env;
  const child = spawn('bash', ['-c', line], { env: { ...inherited, ...env } });
  running.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    child.emit('told');
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  const listening = async () => {
    while (!stderr.includes('listening on topic movies'))
      await new Promise((resolve) => child.once('told', resolve));
  };
  return { child, ended, listening, stdout: () => stdout, stderr: () => stderr };
}

const nothingLeft = async () => expect(await world.leftovers()).toEqual({ queues: [], subscriptions: [] });

async function leftUntilCleanUp(): Promise<void> {
  const { queues, subscriptions } = await world.leftovers();
  expect([queues.length, subscriptions]).toEqual([1, queues]);
  const { soon, late } = await world.cleanUp();
  expect(soon).toMatch(/^1 too young to tell \(its tail may be alive until \d\d:\d\d\)\n$/);
  expect(late).toContain(queues[0]);
  await nothingLeft();
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s ends it with %i, and nothing stays', async (signal, status) => {
  const tail = start(`exec ${PROGRAM} tail movies`);
  await tail.listening();
  tail.child.kill(signal);
  expect(await tail.ended).toBe(status);
  await nothingLeft();
});

it('kill -9 leaves what cleanup finds', async () => {
  const tail = start(`exec ${PROGRAM} tail movies`);
  await tail.listening();
  tail.child.kill('SIGKILL');
  expect(await tail.ended).toBe('SIGKILL');
  await leftUntilCleanUp();
});

it('a second signal ends it at once, though the service is silent; cleanup finds what stays', async () => {
  const proxy = await startServiceProxy(world.emulator.url);
  try {
    const tail = start(`exec ${PROGRAM} tail movies`, { ...world.env, OSSNOTIFY_ENDPOINT: proxy.url });
    await tail.listening();
    proxy.fallSilent();
    tail.child.kill('SIGINT');
    // It waits for the service; as soon as it has taken the first signal, the second is one too many.
    const again = setInterval(() => tail.child.kill('SIGINT'), 100);
    expect(await tail.ended).toBe('SIGINT');
    clearInterval(again);
  } finally {
    proxy.close();
  }
  await leftUntilCleanUp();
});

it('a reader that leaves ends it with 0 and without noise', async () => {
  const tail = start(`${PROGRAM} tail movies -o ndjson | head -1; echo "\${PIPESTATUS[0]}"`);
  await tail.listening();
  const feeding = setInterval(raise, 20);
  await tail.ended;
  clearInterval(feeding);
  const [line = '', status] = tail.stdout().split('\n');
  expect([JSON.parse(line).key, status]).toEqual(['a.mp3', '0']);
  // The clock of this world has been moved, and the tail says so once it has seen a delivery.
  expect(tail.stderr()).toMatch(/^listening on topic movies\n(?:warning: this computer's clock is .*\n)?$/);
  await nothingLeft();
});

it('a full disk ends it with 1', async () => {
  const tail = start(`exec ${PROGRAM} tail movies > /dev/full`);
  await tail.listening();
  raise();
  expect(await tail.ended).toBe(1);
  expect(tail.stderr()).toMatch(/error: cannot write the output: ENOSPC/);
  await nothingLeft();
});
