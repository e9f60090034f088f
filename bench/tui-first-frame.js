// When the terminal UI shows its first frame, beside a bare bundled Ink "hello": the fastest of 20 interleaved runs of each.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './support/bundle.js';
import { msUntilShown } from './support/on-terminal.js';

const RUNS = 20;
const LIMIT = 1.5;

export async function run() {
  if (spawnSync('script', ['--version']).status !== 0)
    return ['skipped: it needs script (util-linux) for a terminal'];
  const folder = await mkdtemp(join(tmpdir(), 'ossnotify-bench-'));
  const emulator = await startEmulator();
  try {
    const hello = join(folder, 'hello.mjs');
    await bundle('bench/tui/hello.tsx', hello);
    const env = {
      ...process.env,
      TERM: 'xterm-256color',
      CI: '',
      OSSNOTIFY_PROFILE: 'emulator',
      OSSNOTIFY_ENDPOINT: emulator.url,
    };
    return await compare(env, [
      ['Ink hello', `node ${hello}`, 'hello'],
      ['ossnotify tail', 'node bin/ossnotify.js tail bench', '●'],
      ['ossnotify demo', 'node bin/ossnotify.js demo', '●'],
    ]);
  } finally {
    emulator.process.kill();
    await rm(folder, { recursive: true });
  }
}

async function compare(env, cases) {
  const fastest = cases.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < RUNS; round++) {
    for (const [index, [, command, text]] of cases.entries())
      fastest[index] = Math.min(fastest[index], await msUntilShown(command, text, env));
  }
  return cases.map(([name], index) => {
    const ratio = fastest[index] / fastest[0];
    const verdict = index === 0 ? '' : ` (limit ${LIMIT}: ${ratio <= LIMIT ? 'held' : 'MISSED'})`;
    return `${name}: ${fastest[index].toFixed(0)} ms, ${ratio.toFixed(2)} × Ink hello${verdict}`;
  });
}

/** An emulator in a process of its own, with the topic that is tailed. */
async function startEmulator() {
  const child = spawn(process.execPath, ['bin/ossnotify.js', 'emulator', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
  const url = /http:\S+/.exec(line)[0];
  const args = [
    'rule',
    'create',
    'bench',
    '--bucket',
    'bench',
    '--event',
    'ObjectCreated:*',
    '--match',
    '*',
    '--to',
    'topic:bench',
  ];
  const { status, stderr } = spawnSync(process.execPath, ['bin/ossnotify.js', ...args], {
    env: { ...process.env, OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: url },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return { process: child, url };
}
