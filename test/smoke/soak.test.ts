/** The soaks at a size for every day; at full size: `npm run soak -- faults|kills|forward|clean`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { it } from 'vitest';

// Side by side, since most of their time goes by in waiting for messages to be visible again.
it.concurrent.for<[string, number, RegExp]>([
  ['faults', 1000, /tail showed 1000 different events/],
  [
    'kills',
    2000,
    /killed amid \d+ deletes: \d+ acknowledged, \d+ left after the restart, 0 came back, 0 lost/,
  ],
  ['forward', 1000, /5 tails ended by SIGKILL; \d+ posts of 1000 different events/],
  ['clean', 1000, /5 tails ended by SIGINT; 1000 posts of 1000 different events/],
])('%s, %i', { timeout: 180_000 }, async ([mode, size, figures], { expect }) => {
  const run = promisify(execFile)(process.execPath, ['scripts/soak.js', mode, String(size)]);
  const { stdout } = await run.catch((failed: { stdout: string; stderr: string }) => {
    throw new Error(failed.stdout + failed.stderr);
  });
  expect(stdout).toMatch(figures);
  expect(stdout).toMatch(/: agrees, [\d.]+ s\n$/);
});
