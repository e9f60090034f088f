/** Nothing goes over the network before arguments are validated. */
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
] as const)('tail movies %j ends at once', async (argv, status, text) => {
  const outcome = await runProgram(['tail', 'movies', ...argv], { env });
  expect(outcome).toMatchObject({ status, stderr: expect.stringContaining(text) });
  expect(outcome.stderr).not.toContain('ECONNREFUSED');
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
