import { execFileSync, spawnSync } from 'node:child_process';

/** A tmux server of its own with one window in it: a real terminal, real keys, and what a person would see. */
export interface Tmux {
  press(...keys: readonly string[]): void;
  text(): string;
  /** The screen once it matches; fails with the last one when it does not within half a minute. */
  until(pattern: RegExp): Promise<string>;
  /** Whether long lines wrap, the cursor is seen, and the alternate screen is shown: `1 1 0` for a shell. */
  modes(): string;
  /** The device of the window: what is written to it comes onto the screen. */
  tty(): string;
  resize(columns: number, rows: number): void;
  close(): void;
}

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

let opened = 0;

export function openTmux(columns: number, rows: number, env: Readonly<Record<string, string>>): Tmux {
  const name = `ossnotify-test-${process.pid}-${opened++}`;
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-u', '-L', name, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const { PATH = '' } = process.env;
  const words = Object.entries({ PATH, LANG: 'C.UTF-8', PS1: '$ ', ...env }).map(
    ([key, value]) => `${key}=${value}`,
  );
  const shell = ['env', '-i', 'TERM=screen-256color', ...words, 'bash', '--norc', '--noprofile'];
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), ...shell);
  const text = () => tmux('capture-pane', '-p');
  return {
    press: (...keys) => void tmux('send-keys', ...keys),
    text,
    modes: () => tmux('display-message', '-p', '#{wrap_flag} #{cursor_flag} #{alternate_on}').trim(),
    tty: () => tmux('display-message', '-p', '#{pane_tty}').trim(),
    async until(pattern) {
      const endMs = Date.now() + 30_000;
      while (!pattern.test(text())) {
        if (Date.now() > endMs) throw new Error(`${pattern} did not come; the screen shows:\n${text()}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      return text();
    },
    resize: (newColumns, newRows) =>
      void tmux('resize-window', '-x', String(newColumns), '-y', String(newRows)),
    close: () => void tmux('kill-server'),
  };
}
