/** The built program in tmux, driven by keys: every key of the help screen does what it says. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { KEYS } from '../../src/tui/keys.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { hasTmux, openTmux, type Tmux } from './tmux.ts';

const PROGRAM = resolve('bin/ossnotify.js');
const SIZES: [columns: number, rows: number][] = [
  [60, 12],
  [80, 24],
  [200, 50],
];

/** Our names of keys that tmux calls otherwise. */
const TMUX_KEYS: Record<string, string> = {
  ...{ Up: 'up', Down: 'down', NPage: 'page-down', PPage: 'page-up', Home: 'home', End: 'end' },
  ...{ Enter: 'enter', Escape: 'escape', Space: 'space', Tab: 'tab' },
  ...{ 'C-f': 'ctrl-f', 'C-b': 'ctrl-b', 'C-l': 'ctrl-l' },
};

/** Those that end or stop the program have a test of their own. */
const UNTYPED = ['ctrl-z', 'ctrl-c'];

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function tailing(
  columns: number,
  rows: number,
): Promise<{ tmux: Tmux; emulator: Emulator; receiver: Receiver; folder: string }> {
  const emulator = await startEmulator();
  const receiver = await startReceiver();
  open.push(emulator);
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-tui-'));
  open.push({ close: () => rmSync(folder, { recursive: true }) });
  const env = { HOME: folder, OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const rule = [
    'rule',
    'create',
    'movies',
    '--bucket',
    'demo',
    '--event',
    'ObjectCreated:*,ObjectRemoved:*',
    '--match',
    '*',
  ];
  const args = [PROGRAM, ...rule, '--to', 'topic:movies'];
  // Not execFileSync: the emulator answers in this very process.
  await promisify(execFile)('node', args, { env: { ...process.env, ...env } });
  const tmux = openTmux(columns, rows, env);
  open.push(tmux);
  tmux.press(
    `cd ${folder}; stty -a >before; sh -c 'echo $$ >pid; exec node ${PROGRAM} tail movies --forward ${receiver.url}'; echo "ended with $?"`,
    'Enter',
  );
  await tmux.until(/● ready/);
  for (let number = 0; number < 30; number++)
    emulator.raise({
      type: number % 3 === 0 ? 'ObjectRemoved:DeleteObject' : 'ObjectCreated:PutObject',
      bucket: 'demo',
      key: `movie/${number}.mp3`,
      size: 2048,
    });
  await tmux.until(/›.*\/29\.mp3/);
  return { tmux, emulator, receiver, folder };
}

describe.skipIf(!hasTmux).each(SIZES)('the terminal UI in tmux at %ix%i', (columns, rows) => {
  it('answers every key of its help', async () => {
    const { tmux, emulator, receiver, folder } = await tailing(columns, rows);
    const pressed = new Set<string>();
    const shows = async (keys: readonly string[], pattern: RegExp) => {
      for (const key of keys) {
        tmux.press(key);
        pressed.add(TMUX_KEYS[key] ?? key);
      }
      return tmux.until(pattern);
    };
    await shows(['Up'], /›.*\/28\.mp3/);
    await shows(['k'], /›.*\/27\.mp3/);
    await shows(['Down'], /›.*\/28\.mp3/);
    await shows(['j', 'j'], /›.*\/29\.mp3/);
    await shows(['g'], /›.*\/0\.mp3/);
    await shows(['NPage'], new RegExp(`›.*/${Math.min(29, rows - 4)}\\.mp3`));
    await shows(['PPage'], /›.*\/0\.mp3/);
    await shows(['C-f'], new RegExp(`›.*/${Math.min(29, rows - 4)}\\.mp3`));
    await shows(['C-b'], /›.*\/0\.mp3/);
    await shows(['End'], /›.*\/29\.mp3/);
    await shows(['Home'], /›.*\/0\.mp3/);
    await shows(['G'], /›.*\/29\.mp3/);
    await shows(['Enter'], /key +movie\/29\.mp3/);
    await shows(['k'], /key +movie\/28\.mp3/);
    await shows(['d'], /^(?![\s\S]*key +movie)/);
    await shows(['d'], /key +movie\/28\.mp3/);
    await shows(['Escape'], /^(?![\s\S]*key +movie)/);
    await shows(['/', '/2', 'Enter'], /\/\/2: 10 of 11/);
    await shows(['n'], /11 of 11/);
    await shows(['N', 'N'], /9 of 11/);
    await shows(['Escape'], /^(?![\s\S]*of 11)/);
    await shows(['f', 'j', 'Space'], /\[x\] ObjectRemoved:DeleteObject +10/);
    await shows(['Tab', '*1*'], /key glob: \*1\*/);
    await shows(['Enter'], /filter DeleteObject \*1\*: 4[\s\S]*\nspace choose/);
    await shows(['Escape'], /filter DeleteObject \*1\*: 4[\s\S]*\n\? help/);
    await shows(['Escape'], /^(?![\s\S]*filter DeleteObject)/);
    await shows(['G', 'Space'], /PAUSED, 0 waiting/);
    emulator.raise({ type: 'ObjectCreated:PutObject', bucket: 'demo', key: 'late.txt', size: 1 });
    await tmux.until(/PAUSED, 1 waiting/);
    await shows(['Space'], /›.*late\.txt/);
    await shows(['m'], /── \d\d:\d\d:\d\d mark 1 ─/);
    await shows(['w', 'C-u', 'all.ndjson', 'Enter'], /saved 31 events to all\.ndjson/);
    await shows(['w', 'C-u', 'all.ndjson', 'Enter'], /there is a file of that name/);
    expect(readFileSync(join(folder, 'all.ndjson'), 'utf8').trim().split('\n')).toHaveLength(31);
    await shows(['k', 'c'], /copied the event/);
    // Its own post comes first.
    while (receiver.posts.length < 31) await new Promise((resolve) => setTimeout(resolve, 10));
    const posts = receiver.posts.length;
    await shows(['r'], /forwarded again: http\S+ answered 204/);
    expect(receiver.posts).toHaveLength(posts + 1);
    await shows(['s'], /Statistics of the newest 31 events/);
    await shows(['s'], /›.*late\.txt/);
    await shows(['t'], /UTC/);
    await shows(['t', 't'], /local time/);
    await shows(['?'], /previous event/);
    await shows(['?'], /›.*late\.txt/);
    // A row that nothing else draws anew.
    writeFileSync(tmux.tty(), '\u001B[6;1Hspoilt by another program');
    await tmux.until(/^spoilt/m);
    await shows(['C-l'], /^● ready(?![\s\S]*spoilt)/);
    await shows(['q'], /ended with 0/);
    expect(UNTYPED).toEqual(KEYS.flatMap(({ keys }) => keys).filter((key) => !pressed.has(key)));
    tmux.press('stty -a >after; cmp before after && echo same modes', 'Enter');
    expect(await tmux.until(/^same modes/m)).not.toMatch(/● ready|Statistics/);
  }, 60_000);
});

describe.skipIf(!hasTmux)('the terminal UI in tmux', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 143],
    ['SIGINT', 130],
  ] as const)('gives the terminal back on %s, and removes its queue', async (signal, status) => {
    const { tmux, emulator, folder } = await tailing(80, 24);
    expect(emulator.queues()).toHaveLength(1);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), signal);
    await tmux.until(new RegExp(`ended with ${status}`));
    expect(emulator.queues()).toEqual([]);
    tmux.press('stty -a >after; cmp before after && echo same modes', 'Enter');
    expect(await tmux.until(/^same modes/m)).not.toMatch(/● ready/);
  });

  it.each(SIZES)(
    'at %ix%i stops on ctrl-z, comes back with fg, follows the window, and is interrupted with 130',
    async (...size) => {
      const { tmux } = await tailing(...size);
      tmux.press('C-z');
      await tmux.until(/Stopped/);
      tmux.press('C-l');
      tmux.press('fg', 'Enter');
      await tmux.until(/● ready[\s\S]*›.*\/29\.mp3/);
      tmux.resize(100, 14);
      await tmux.until(/›.*\/29\.mp3.*\n\? help/);
      tmux.press('C-c');
      await tmux.until(/\n\$\s*$/);
      tmux.press('echo "status $?"', 'Enter');
      const screen = await tmux.until(/status \d/);
      expect(screen).toMatch(/status 130/);
      expect(screen).not.toMatch(/● ready/);
    },
    60_000,
  );
});
