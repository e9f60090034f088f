// The pictures of the README, taken from the demo in tmux: node scripts/pictures.js (it takes about a minute).
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTmux } from '../bench/support/on-terminal.js';
import { terminalSvg } from './terminal-svg.js';

const SIZE = { columns: 110, rows: 28 };
const SERVER = 'ossnotify-pictures';

/** Each with the keys that lead to it and those that lead back. */
const PICTURES = [
  { name: 'list', keys: ['g', 'G'], back: [] },
  { name: 'details', keys: ['k', 'Enter'], back: ['Enter', 'G'] },
  { name: 'filter', keys: ['f', 'j', 'j', 'Space'], back: ['Space', 'f'] },
  { name: 'statistics', keys: ['s'], back: ['s'] },
];

if (spawnSync('tmux', ['-V']).status !== 0) throw new Error('this needs tmux');
await mkdir('docs', { recursive: true });
const tmux = openTmux(SERVER, {
  ...SIZE,
  command: 'env LANG=C.UTF-8 TERM=screen-256color node bin/ossnotify.js demo',
});
try {
  // The second round has begun: every kind of event, the burst, the duplicate and the lost link are behind.
  while (!/● ready[\s\S]*episode-2/.test(tmux.text())) await sleep(250);
  await sleep(2500);
  for (const { name, keys, back } of PICTURES) {
    await press(keys);
    const { stdout } = spawnSync('tmux', ['-u', '-L', SERVER, 'capture-pane', '-e', '-p'], {
      encoding: 'utf8',
    });
    await writeFile(`docs/${name}.svg`, await terminalSvg(stdout, { ...SIZE, title: `ossnotify: ${name}` }));
    await press(back);
  }
} finally {
  tmux.close();
}

async function press(keys) {
  for (const key of keys) {
    tmux.press(key);
    await sleep(600);
  }
}
