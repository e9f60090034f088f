/** Two people who apply different files at once: no rule of either is lost, and one of them is told. */
import { describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();

/** Nobody's rest is over before everybody else rests too, or has ended: it is longer than any request. */
const resting: (() => void)[] = [];
let running = 0;
const wakeIfAllRest = () => {
  if (resting.length >= running) for (const wake of resting.splice(0)) wake();
};
const system = {
  sleep: () =>
    new Promise<void>((resolve) => {
      resting.push(resolve);
      wakeIfAllRest();
    }),
};

function ossnotify(argv: readonly string[], stdin = '') {
  running += 1;
  return runProgram(argv, { env: emulator.env, system, stdin }).finally(() => {
    running -= 1;
    wakeIfAllRest();
  });
}

function fileOf(provider: 'oss' | 'ks3', bucket: string, name: string): string {
  const events = ['ObjectCreated:*'];
  const to = provider === 'ks3' ? ['https://h.example/x'] : [`topic:${name}`];
  return JSON.stringify({ provider, bucket, rules: [{ name, events, match: [`${name}/*.${name}`], to }] });
}

describe.each(['oss', 'ks3'] as const)('on %s', (provider) => {
  it.each([1, 2, 3])('both rules are there, and one was told (%i)', async (round) => {
    const bucket = `bucket-${round}`;
    const names = [`first${round}`, `second${round}`];
    const ends = await Promise.all(
      names.map((name) => ossnotify(['rule', 'apply', '-f', '-'], fileOf(provider, bucket, name))),
    );
    const told = ends.filter(({ stderr }) => /somebody/.test(stderr));
    expect(told.length).toBeGreaterThan(0);
    for (const { status, stderr } of ends)
      if (status !== 0) expect([status, stderr]).toEqual([6, expect.stringContaining('nothing was written')]);
    const { stdout } = await ossnotify([
      '--provider',
      provider,
      'rule',
      'list',
      '--bucket',
      bucket,
      '-o',
      'json',
    ]);
    const live = JSON.parse(stdout).map(({ name }: { name: string }) => name);
    const applied = names.filter((_, at) => ends[at]?.status === 0);
    expect(applied.length).toBeGreaterThan(0);
    expect(live.sort()).toEqual(applied.sort());
  });
});
