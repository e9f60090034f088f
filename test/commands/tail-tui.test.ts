/** `tail` and `demo` at a terminal: what is on the screen and what the keys reach. */
import { afterEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function emulatorWithRule(): Promise<{ emulator: Emulator; env: Record<string, string> }> {
  const emulator = await startEmulator();
  open.push(emulator);
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const rule = ['--bucket', 'demo', '--event', 'ObjectCreated:*', '--match', '*', '--to', 'topic:movies'];
  const { status } = await runProgram(['rule', 'create', 'movies', ...rule], { env });
  expect(status).toBe(0);
  return { emulator, env };
}

/** The alternate screen; and back to the usual one, with a cursor. */
const [ENTERED, LEFT] = ['\u001B[?1049h', '\u001B[?25h\u001B[?1049l'];

const AT_A_TERMINAL = { tty: ['stdin', 'stdout', 'stderr'] } as const;

it.each(['cloudevents', 'binary', 'raw'])(
  'shows events, posts one again by r as %s, and ends with 0 by q, the terminal given back',
  async (format) => {
    const { emulator, env } = await emulatorWithRule();
    const receiver = await startReceiver();
    const program = startProgram(['tail', 'movies', '--forward', receiver.url, '--forward-format', format], {
      env,
      ...AT_A_TERMINAL,
    });
    await program.stdout.until(/● ready/);
    emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'movie/a.mp3', size: 5 });
    await program.stdout.until(/demo\/movie\/a\.mp3/);
    program.type('r');
    await program.stdout.until(/forwarded again: http\S+ answered 204/);
    expect(receiver.posts).toHaveLength(2);
    expect(receiver.posts[1]?.body).toEqual(receiver.posts[0]?.body);
    program.type('q');
    const { status, stdout } = await program.ended;
    expect(status).toBe(0);
    expect(stdout).toContain(ENTERED);
    expect(stdout.endsWith(LEFT)).toBe(true);
  },
);

it('says at once what came of r, though the receiver refuses all', async () => {
  const { emulator, env } = await emulatorWithRule();
  const receiver = await startReceiver(() => 500);
  const program = startProgram(['tail', 'movies', '--forward', receiver.url], { env, ...AT_A_TERMINAL });
  await program.stdout.until(/● ready/);
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
  await program.stdout.until(/demo\/a/);
  // The warning that the receiver fails stands below the event, and is none.
  program.type('gr');
  await program.stdout.until(/not forwarded: http\S+ answered 500/);
  program.type('q');
  expect((await program.ended).status).toBe(0);
});

it('shows what --exec prints on the screen, and nothing on stderr', async () => {
  const { emulator, env } = await emulatorWithRule();
  const program = startProgram(['tail', 'movies', '--exec', 'echo hi; printf err >&2'], {
    env,
    cwd: '/',
    ...AT_A_TERMINAL,
  });
  await program.stdout.until(/● ready/);
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
  await program.stdout.until(/exec: hi[\s\S]*exec: err|exec: err[\s\S]*exec: hi/);
  program.type('q');
  expect(await program.ended).toMatchObject({ status: 0, stderr: '' });
});

it('prints lines for --verbose, whose log would be drawn over the screen', async () => {
  const { env } = await emulatorWithRule();
  const program = startProgram(['tail', 'movies', '-v'], { env, ...AT_A_TERMINAL });
  await program.stderr.until(/listening on topic movies/);
  program.signal('SIGINT');
  expect((await program.ended).stdout).not.toContain(ENTERED);
});

it('tells warnings on the screen, and ends with 130 by ctrl-c', async () => {
  const { emulator, env } = await emulatorWithRule();
  const { status } = await runProgram(['queue', 'create', 'kept', '--topic', 'movies'], { env });
  expect(status).toBe(0);
  const program = startProgram(['tail', '--queue', 'kept'], { env, ...AT_A_TERMINAL });
  await program.stdout.until(/messages of queue kept are deleted/);
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'b', size: 5 });
  await program.stdout.until(/demo\/b/);
  program.type('\u0003');
  const ended = await program.ended;
  expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 130, stderr: '' });
});

it('gives the terminal back before it tells why it could not begin', async () => {
  const { env } = await emulatorWithRule();
  const { status, stdout, stderr } = await runProgram(['tail', 'no-such-topic'], { env, ...AT_A_TERMINAL });
  expect(status).toBe(5);
  expect(stdout.endsWith(LEFT)).toBe(true);
  expect(stderr).toMatch(/TopicNotExist/);
});

it('says what has become of its own queue when that is gone', async () => {
  const { emulator, env } = await emulatorWithRule();
  const program = startProgram(['tail', 'movies', '--wait-seconds', '1'], { env, ...AT_A_TERMINAL });
  await program.stdout.until(/● ready/);
  const [queue] = emulator.queues();
  const removed = await runProgram(['queue', 'delete', String(queue?.name), '--yes'], { env });
  expect(removed.status).toBe(0);
  const { status, stderr } = await program.ended;
  expect({ status, stderr }).toMatchObject({
    status: 5,
    stderr: expect.stringMatching(
      /temporary queue of topic movies \(ossnotify-tail-\w+\) was deleted[\s\S]*start the tail again/,
    ),
  });
});

it.each([
  ['--no-tui', ['--no-tui'], {}],
  ['a screen reader', [], { INK_SCREEN_READER: 'true' }],
  ['a dumb terminal', [], { TERM: 'dumb' }],
  ['a CI', [], { CI: 'true' }],
])('prints lines for %s', async (_, flags, given) => {
  const { emulator, env } = await emulatorWithRule();
  const program = startProgram(['tail', 'movies', '-n', '1', ...flags], {
    env: { ...env, ...given },
    ...AT_A_TERMINAL,
  });
  await program.stderr.until(/listening on topic movies/);
  emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
  const { status, stdout } = await program.ended;
  expect(status).toBe(0);
  expect(stdout).toContain('demo/a');
  expect(stdout).not.toContain('\u001B[?1049h');
});

it('the demo shows its scenes until q', async () => {
  const program = startProgram(['demo', '--buffer', '100'], AT_A_TERMINAL);
  await program.stdout.until(/● connecting[\s\S]*● ready[\s\S]*episode-1\.mp3/);
  program.type('q');
  expect((await program.ended).status).toBe(0);
});

it.each([
  ['0', /above 0/],
  ['1000001', /at most 1000000/],
])('refuses a buffer of %s', async (size, reason) => {
  const { status, stderr } = await runProgram(['demo', '--buffer', size]);
  expect(status).toBe(2);
  expect(stderr).toMatch(reason);
});
