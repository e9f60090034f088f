/** The built program as a process of its own: what `run(system)` inside a test cannot show. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';

const PROGRAM = 'bin/ossnotify.js';
const emulator = withEmulator();
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(argv: string[], env: Record<string, string> = emulator.env) {
  const { FORCE_COLOR, NO_COLOR, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...argv], { env: { ...inherited, ...env } });
  running.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const until = async (pattern: RegExp) => {
    while (!pattern.test(output))
      await new Promise(
        (resolve) => child.stdout.once('data', resolve) && child.stderr.once('data', resolve),
      );
    return output;
  };
  return { child, ended, until, output: () => output };
}

describe('the built program', () => {
  it('runs the demo to its end', async () => {
    const { ended, output } = start(['demo', '--quiet'], {});
    expect(await ended).toBe(0);
    const types = output()
      .trim()
      .split('\n')
      .map((line) => line.split('  ')[1]);
    expect(types).toHaveLength(12);
    expect(new Set(types).size).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the emulator tells its address, and ends on %s with %i', async (signal, status) => {
    const { child, ended, until } = start(['emulator', '--port', '0']);
    const ready = await until(/\n/);
    expect(ready).toMatch(/^ossnotify emulator listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    child.kill(signal);
    expect(await ended).toBe(status);
  });

  it('ends quietly with 0 when its reader leaves', () => {
    const line = `${process.execPath} ${PROGRAM} completion zsh | head -1; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync('bash', ['-c', line], { encoding: 'utf8' })).toBe('#compdef ossnotify\n0\n');
  });

  it('starts without what commander loads for subcommands that are programs, which costs a tenth of a start', () => {
    const tell = 'process.on("exit",()=>console.log(process.moduleLoadList.join()))';
    const argv = ['--import', `data:text/javascript,${tell}`, PROGRAM, '--version'];
    const loaded = execFileSync(process.execPath, argv, { encoding: 'utf8' });
    expect(loaded).toContain('NativeModule fs');
    expect(loaded).not.toContain('child_process');
  });
});
