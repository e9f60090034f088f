/** Whose clock is wrong is shown by the service's `Date`, so the emulator's has to be the one that it judges by. */
import { afterEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { startProgram } from '../support/run-program.ts';

let emulator: Emulator;
afterEach(() => emulator.close());

async function tailUnder(faults: string) {
  emulator = await startEmulator({ faults });
  emulator.apply({ queues: [{ name: 'q', messages: ['{}'] }] });
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  return startProgram(['tail', '--queue', 'q'], { env });
}

it('a clock that the service refuses is told with the difference', async () => {
  const { status, stderr } = await (await tailUnder('skew=20m')).ended;
  expect(status).not.toBe(0);
  expect(stderr).toContain('TimeExpired');
  expect(stderr).toContain("set this computer's clock: it is 20 minutes behind the server's");
});

it('a clock that the service puts up with is told, too', async () => {
  const tail = await tailUnder('skew=-5m');
  await tail.stderr.until(/clock is .+ ahead of the service's/);
  tail.signal('SIGINT');
  await tail.ended;
});
