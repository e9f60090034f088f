// The program as a user starts it, in processes of its own that can be killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `ossnotify ARGV`; its stdout is for the caller, its stderr is kept to be shown when something went wrong. */
export function startProgram(argv, env = {}) {
  const child = spawn(process.execPath, ['bin/ossnotify.js', ...argv], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log = (log + text).slice(-20_000);
  });
  // Not `exit`: by then what it wrote may still be on its way.
  const ended = once(child, 'close').then(([status, signal]) => signal ?? status);
  running.add(child);
  ended.then(() => running.delete(child));
  return {
    stdout: child.stdout.setEncoding('utf8'),
    ended,
    log: () => log,
    async stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Calls `take` with each whole line; what a killed program began to write and did not end is none. */
export function eachLine(stream, take) {
  let rest = '';
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

/** An emulator that listens. */
export async function startEmulator(...options) {
  const emulator = startProgram(['emulator', '--port', '0', ...options]);
  const url = await new Promise((resolve, reject) => {
    eachLine(emulator.stdout, (line) => resolve(line.split(' ').at(-1)));
    emulator.ended.then((end) => reject(new Error(`the emulator ended with ${end}: ${emulator.log()}`)));
  });
  return { ...emulator, url };
}

/** What points a program at it. */
export const pointedAt = (url) => ({ OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: url });
