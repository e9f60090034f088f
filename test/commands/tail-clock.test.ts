/** Whose clock is wrong is shown by the service's `Date`, so the emulator's has to be the one that it judges by. */
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { runProgram } from '../support/run-program.ts';

async function tailUnder(faults: string) {
  const emulator = await startEmulator({ faults });
  emulator.apply({ queues: ['q'] });
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const outcome = await runProgram(['tail', '--queue', 'q', '--timeout', '300ms'], { env });
  await emulator.close();
  return outcome;
}

it('a clock that the service refuses is told with the difference', async () => {
  const { status, stderr } = await tailUnder('skew=20m');
  expect(status).not.toBe(0);
  expect(stderr).toContain('TimeExpired');
  expect(stderr).toContain("set this computer's clock: it is 20 minutes behind the server's");
});

it('a clock that the service puts up with is told, too', async () => {
  const { status, stderr } = await tailUnder('skew=-5m');
  expect(status).toBe(0);
  expect(stderr).toMatch(/clock is .+ ahead of the service's/);
});
