/** `tail` and `demo` at a terminal: what is on the screen and what the keys reach. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { bodyOf } from '../support/deliveries.ts';
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
  await program.stdout.until(/failed \(q leaves\): the temporary queue of topic movies/);
  program.type('q');
  const { status, stderr } = await program.ended;
  expect({ status, stderr }).toMatchObject({
    status: 5,
    stderr: expect.stringMatching(
      /temporary queue of topic movies \(ossnotify-tail-\w+\) was deleted[\s\S]*start the tail again/,
    ),
  });
});

describe('when nothing more comes', () => {
  const LINES = ['a', 'b'].map((key) => `${bodyOf({ key })}\n`).join('');
  const recording = () => {
    const folder = mkdtempSync(join(tmpdir(), 'ossnotify-last-look-'));
    open.push({ close: () => rmSync(folder, { recursive: true }) });
    writeFileSync(join(folder, 'events.ndjson'), LINES);
    return { cwd: folder, ...AT_A_TERMINAL };
  };

  it.each([
    ['a file that has ended', [], /ended \(q leaves\): the input has ended/, 0],
    ['-n', ['-n', '1'], /ended \(q leaves\): as many events came as were asked for/, 0],
    ['-n that was not reached', ['-n', '9'], /ended \(q leaves\): the input has ended/, 0],
  ])('the screen of %s stays until q', async (_, flags, said, status) => {
    const program = startProgram(['tail', '--from', 'events.ndjson', ...flags], recording());
    await program.stdout.until(said);
    // It is alive: a key is answered.
    program.type('?');
    await program.stdout.until(/previous event/);
    expect(program.stdout.text).not.toContain(LEFT);
    program.type('q');
    const ended = await program.ended;
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status, stderr: '' });
    expect(ended.stdout.endsWith(LEFT)).toBe(true);
  });

  it('a file that cannot be read is told on the terminal, at once', async () => {
    const { status, stdout, stderr } = await runProgram(['tail', '--from', 'nosuch'], recording());
    expect(status).toBe(5);
    expect(stdout.endsWith(LEFT)).toBe(true);
    expect(stderr).toMatch(/nosuch/);
  });

  it('posts again by r what has come', async () => {
    const receiver = await startReceiver();
    const program = startProgram(['tail', '--from', 'events.ndjson', '--forward', receiver.url], recording());
    await program.stdout.until(/ended \(q leaves\)/);
    program.type('r');
    await program.stdout.until(/forwarded again: http\S+ answered 204/);
    program.type('q');
    expect((await program.ended).status).toBe(0);
  });

  it('ctrl-c and a signal leave it too', async () => {
    const program = startProgram(['tail', '--from', 'events.ndjson'], recording());
    await program.stdout.until(/ended \(q leaves\)/);
    program.type('\u0003');
    expect((await program.ended).status).toBe(130);
    const terminated = startProgram(['tail', '--from', 'events.ndjson'], recording());
    await terminated.stdout.until(/ended \(q leaves\)/);
    terminated.signal('SIGTERM');
    expect((await terminated.ended).status).toBe(143);
  });

  it('its own queue is gone at once, though the screen stays', async () => {
    const { emulator, env } = await emulatorWithRule();
    const program = startProgram(['tail', 'movies', '-n', '1'], { env, ...AT_A_TERMINAL });
    await program.stdout.until(/● ready/);
    emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
    await program.stdout.until(/ended \(q leaves\)/);
    while (emulator.queues().length > 0) await new Promise(setImmediate);
    program.type('q');
    expect((await program.ended).status).toBe(0);
  });

  it.each([
    ['lines', ['--no-tui'], ['stdin', 'stdout', 'stderr']] as const,
    ['a pipe', [], ['stdin']] as const,
  ])('it ends by itself for %s', async (_, flags, tty) => {
    const options = { ...recording(), tty };
    const { status, stdout } = await runProgram(['tail', '--from', 'events.ndjson', ...flags], options);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});

describe('a second wish to end', () => {
  /** A receiver that does not answer keeps the first one waiting. */
  async function ending() {
    let answer = (_status: number) => {};
    const answered = new Promise<number>((resolve) => {
      answer = resolve;
    });
    const receiver = await startReceiver(() => answered);
    const ends: string[] = [];
    const job = { on: () => () => {}, stop() {}, end: () => void ends.push('at once') };
    const { emulator, env } = await emulatorWithRule();
    const program = startProgram(['tail', 'movies', '--forward', receiver.url], {
      env,
      ...AT_A_TERMINAL,
      system: { job },
    });
    await program.stdout.until(/● ready/);
    emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
    await program.stdout.until(/demo\/a/);
    return { program, ends, answer: () => answer(204) };
  }

  it.each([
    ['q', 'q', 0],
    ['q', '\u0003', 0],
    ['\u0003', '\u0003', 130],
  ])('%j is told what it waits for, and %j ends the process', async (first, second, status) => {
    const { program, ends, answer } = await ending();
    program.type(first);
    await program.stdout.until(/ending: waiting for 1 message, ctrl-c again to leave at once/);
    expect(ends).toEqual([]);
    program.type(second);
    while (ends.length === 0) await new Promise(setImmediate);
    answer();
    expect((await program.ended).status).toBe(status);
    expect(ends).toEqual(['at once']);
  });

  it('may follow a signal, or be one', async () => {
    const byKey = await ending();
    byKey.program.signal('SIGTERM');
    await byKey.program.stdout.until(/ending: waiting for 1 message/);
    byKey.program.type('q');
    while (byKey.ends.length === 0) await new Promise(setImmediate);
    byKey.answer();
    expect((await byKey.program.ended).status).toBe(143);
    const bySignal = await ending();
    bySignal.program.type('q');
    await bySignal.program.stdout.until(/ending: waiting for 1 message/);
    bySignal.program.signal('SIGINT');
    expect(bySignal.ends).toEqual(['at once']);
    bySignal.answer();
    await bySignal.program.ended;
  });

  it('is offered in lines, too, where a person looks on', async () => {
    let answer = (_status: number) => {};
    const answered = new Promise<number>((resolve) => {
      answer = resolve;
    });
    const receiver = await startReceiver(() => answered);
    const { emulator, env } = await emulatorWithRule();
    const argv = ['tail', 'movies', '--no-tui', '--forward', receiver.url];
    const program = startProgram(argv, { env, ...AT_A_TERMINAL });
    await program.stderr.until(/listening on topic movies/);
    emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'a', size: 5 });
    await program.stdout.until(/demo\/a/);
    program.signal('SIGINT');
    await program.stderr.until(/^ending: waiting for 1 message, ctrl-c again to leave at once$/m);
    answer(204);
    expect((await program.ended).status).toBe(130);
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
