/** The built program in tmux, as it ends and comes back: keys and signals that reach a terminal of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../support/deliveries.ts';
import { hasTmux, openTmux, type Tmux } from './tmux.ts';

const PROGRAM = resolve('bin/ossnotify.js');
const [SHELL_MODES, SCREEN_MODES] = ['1 1 0', '0 0 1'];

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

interface Tailing {
  readonly tmux: Tmux;
  readonly folder: string;
  /** Of the program. */
  readonly pid: () => number;
}

/** Reads a named pipe that stays open for as long as the test. */
async function tailing(flags = ''): Promise<Tailing> {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-endings-'));
  open.push({ close: () => rmSync(folder, { recursive: true }) });
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const bodies = ['a.mp3', 'b.mp3'].map((key) => `${bodyOf({ key })}\n`).join('');
  writeFileSync(join(folder, 'bodies'), bodies);
  const tmux = openTmux(80, 24, { HOME: folder, HISTFILE: '' });
  open.unshift(tmux);
  tmux.press(`cd ${folder}; (cat bodies; exec sleep 600) >pipe & stty -a >before`, 'Enter');
  const start = `echo $$ >pid; exec node ${PROGRAM} tail --from pipe ${flags}`;
  writeFileSync(join(folder, 'start'), start);
  tmux.press('clear; sh start; echo "ended with $?"', 'Enter');
  await tmux.until(/›.*b\.mp3/);
  expect(tmux.modes()).toBe(SCREEN_MODES);
  return { tmux, folder, pid: () => Number(readFileSync(join(folder, 'pid'), 'utf8')) };
}

/** The shell is itself again: its modes, and those of its terminal. */
async function expectGivenBack({ tmux }: Tailing): Promise<void> {
  expect(tmux.modes()).toBe(SHELL_MODES);
  tmux.press('stty -a >after; cmp before after && echo same modes', 'Enter');
  expect(await tmux.until(/^same modes/m)).not.toMatch(/\? help|● /);
}

/** One that nobody has collected yet is dead all the same. */
const isAlive = (pid: number) =>
  /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

const gone = async (pid: number) => {
  while (isAlive(pid)) await new Promise(setImmediate);
};

describe.skipIf(!hasTmux)('the end of the terminal UI', () => {
  it.each([
    ['q', 0],
    ['C-c', 130],
  ])('comes by %s, though nobody writes into the pipe that it reads', async (key, status) => {
    const tailed = await tailing();
    tailed.tmux.press(key);
    await tailed.tmux.until(new RegExp(`ended with ${status}`));
    await expectGivenBack(tailed);
  });

  it.each([
    ['q', 'q'],
    ['q', 'C-c'],
    ['C-c', 'C-c'],
  ])('comes at once by %s and %s, and takes a running command along', async (first, second) => {
    const tailed = await tailing("--exec 'echo $$ >child; sleep 600; true'");
    const { tmux, folder, pid } = tailed;
    await tmux.until(/›.*b\.mp3/);
    tmux.press(first);
    await tmux.until(/ending: waiting for 2 messages, ctrl-c again to leave at once/);
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
    expect(isAlive(child)).toBe(true);
    tmux.press(second);
    await gone(pid());
    await gone(child);
    // A shell gives the list up that a signal has interrupted.
    await tmux.until(/\n\$\s*$/);
    tmux.press('echo "status $?"', 'Enter');
    expect(await tmux.until(/status \d/)).toMatch(/status 130/);
    await expectGivenBack(tailed);
  });

  it('comes by SIGQUIT as a signal, the terminal given back', async () => {
    const tailed = await tailing();
    process.kill(tailed.pid(), 'SIGQUIT');
    await gone(tailed.pid());
    await tailed.tmux.until(/ended with 131/);
    await expectGivenBack(tailed);
  });

  it('is not a stop that nobody saw coming: kill -STOP and fg', async () => {
    const tailed = await tailing();
    const { tmux, pid } = tailed;
    process.kill(pid(), 'SIGSTOP');
    await tmux.until(/Stopped/);
    tmux.press('echo spoilt; fg', 'Enter');
    await tmux.until(/^(?![\s\S]*(?:spoilt|Stopped))[\s\S]*›.*b\.mp3/);
    expect(tmux.modes()).toBe(SCREEN_MODES);
    // Without Enter, so only a terminal in raw mode hands it on.
    tmux.press('?');
    await tmux.until(/previous event/);
    tmux.press('q');
    await tmux.until(/^\$\s*$/m);
    await expectGivenBack(tailed);
  });
});
