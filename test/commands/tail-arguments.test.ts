/** Nothing goes over the network before arguments are validated. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

/** Nobody listens there, so that any request would end with 1. */
const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:9' };

it.each([
  [['-o', 'template={nope}'], 2, 'a template has no field "nope"'],
  [['--event', ''], 2, 'It must not be empty'],
  [['--exec', ' '], 2, 'It must not be empty'],
  [['--min-size', '5M', '--max-size', '1M'], 2, 'is above --max-size'],
  [['--dead-letter', 'd.ndjson'], 2, '--dead-letter needs --forward'],
  [['--dead-letter', '/nosuch/x', '--forward', 'http://127.0.0.1:9'], 1, 'cannot write /nosuch/x: ENOENT'],
  [['--keep-unmatched'], 2, '--keep-unmatched needs --queue, without --peek'],
  [['--forward-format', 'raw'], 2, '--forward-format needs --forward or --route'],
  [['--buffer', '5', '--no-tui'], 2, '--buffer needs the terminal UI'],
] as const)('tail movies %j ends at once', async (argv, status, text) => {
  const outcome = await runProgram(['tail', 'movies', ...argv], { env });
  expect(outcome).toMatchObject({ status, stderr: expect.stringContaining(text) });
  expect(outcome.stderr).not.toContain('ECONNREFUSED');
});

it.each([
  [['tail', '--from', '-', '--concurrency', '2'], '--concurrency needs a queue or topic that is polled'],
  [['tail', '--listen', '0', '--wait-seconds', '2'], '--wait-seconds needs a queue or topic that is polled'],
  [['tail', '--queue', 'q', '--peek', '--keep-unmatched'], '--keep-unmatched needs --queue, without --peek'],
  [['replay', '-', '--forward-format', 'raw'], '--forward-format needs --to URL'],
] as const)('%j would do nothing by its last option, and says so', async (argv, text) => {
  const { status, stderr } = await runProgram(argv, { env });
  expect([status, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining(text)]);
});

it('takes what a profile says for other kinds of tail', async () => {
  const home = await mkdtemp(join(tmpdir(), 'ossnotify-'));
  const program = (...argv: string[]) => runProgram(argv, { env: { XDG_CONFIG_HOME: home }, homeDir: home });
  expect(await program('config', 'set', 'tail.concurrency', '2')).toMatchObject({ status: 0 });
  expect(await program('config', 'set', 'tail.wait-seconds', '5')).toMatchObject({ status: 0 });
  expect(await program('tail', '--from', '-')).toMatchObject({ status: 0, stderr: '' });
});

it('warns of a route that nobody can take', async () => {
  const argv = ['tail', '--from', '-', '--route', 'Nope:*=http://127.0.0.1:9'];
  const { stderr } = await runProgram(argv, { env });
  expect(stderr).toContain('warning: no known event type matches Nope:*: ossnotify events lists them');
});

it('warns of an event type that nobody knows', async () => {
  const { status, stderr } = await runProgram(['tail', '--from', '-', '--event', 'ObjctCreated:*'], { env });
  expect(status).toBe(0);
  expect(stderr).toContain('no known event type matches ObjctCreated:*: did you mean ObjectCreated:*?');
});

it('replay blames its own option for a destination that is none', async () => {
  const { status, stderr } = await runProgram(['replay', '-', '--to', 'ftp:x'], { env });
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('--to is neither') });
});
