// The terminal UI at 5,000 events a second for a minute, and with a million events as fast as they come, in tmux: what it
// misses, what it costs, how long a key waits, and whether its memory stays flat.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from './support/bundle.js';
import { openTmux } from './support/on-terminal.js';

const SECONDS = Number(process.env.TUI_LOAD_SECONDS ?? 60);
const RATE = 5000;
const MANY = Number(process.env.TUI_LOAD_EVENTS ?? 1_000_000);
const [WIDE, USUAL] = [
  { columns: 200, rows: 50 },
  { columns: 80, rows: 24 },
];

export async function run() {
  if (spawnSync('tmux', ['-V']).status !== 0) return ['skipped: it needs tmux'];
  const folder = await mkdtemp(join(tmpdir(), 'ossnotify-bench-'));
  try {
    const program = join(folder, 'load.mjs');
    await bundle('bench/tui/load-program.ts', program);
    const paced = await load({ ...WIDE, program, folder, rate: RATE, total: RATE * SECONDS });
    const flood = await load({ ...USUAL, program, folder, rate: 0, total: MANY });
    return [...pacedLines(paced), ...floodLines(flood)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function load({ program, folder, rate, total, columns, rows }) {
  const reportFile = join(folder, `${total}-${rate}.json`);
  const command = `node ${program} ${rate} ${total} ${reportFile}`;
  const tmux = openTmux('ossnotify-bench', { columns, rows, command });
  const waits = [];
  while (!existsSync(reportFile)) {
    if (!tmux.isOpen()) throw new Error('the program under load ended without a report');
    await sleep(500);
    if (rate > 0 && waits.length < 40) waits.push(await keyWaitMs(tmux));
  }
  await sleep(200);
  const report = JSON.parse(await readFile(reportFile, 'utf8'));
  tmux.close();
  return { ...report, total, waits: waits.filter((ms) => ms !== undefined).sort((a, b) => a - b) };
}

/** From the key until tmux shows its effect, tmux's own time included; undefined when the program has just ended. */
async function keyWaitMs(tmux) {
  const opens = !tmux.text().includes('previous event');
  const startedAt = process.hrtime.bigint();
  tmux.press('?');
  for (let tries = 0; tries < 200; tries++) {
    if (tmux.text().includes('previous event') === opens)
      return Number(process.hrtime.bigint() - startedAt) / 1e6;
  }
  return undefined;
}

const verdict = (isHeld) => (isHeld ? 'held' : 'MISSED');

function pacedLines({ events, total, seconds, cpuShare, waits }) {
  const [median, worst] = [waits[Math.floor(waits.length / 2)], waits.at(-1)];
  return [
    `${total} events at ${(events / seconds).toFixed(0)}/s: ${total - events} missed (limit 0: ${verdict(total === events)})`,
    `process time: ${(cpuShare * 100).toFixed(0)} % of a core, decoding and the making of events included (limit 60: ${verdict(cpuShare <= 0.6)})`,
    `a key waits ${median?.toFixed(0)} ms in the median, ${worst?.toFixed(0)} ms at worst of ${waits.length}, tmux included (limit 100: ${verdict(median <= 100)})`,
  ];
}

function floodLines({ events, total, seconds, rssMb }) {
  const from = rssMb[Math.floor(rssMb.length / 10)];
  const [last, most] = [rssMb.at(-1), Math.max(...rssMb)];
  const isFlat = last <= from * 1.2 && most < 200;
  return [
    `${total} events at ${(events / seconds).toFixed(0)}/s: ${total - events} missed`,
    `memory: ${from} MB after a tenth of them, ${last} MB at the end, at most ${most} MB (limit +20 %, 200 MB: ${verdict(isFlat)})`,
  ];
}
