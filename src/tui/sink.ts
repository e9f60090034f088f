import chalk from 'chalk';
import { render } from 'ink';
import { createElement } from 'react';
import type { Sink } from '../sinks/sink.ts';
import type { System } from '../system.ts';
import type { ColorLevel } from '../terminal.ts';
import { App } from './app.tsx';
import { createStore } from './store.ts';

export interface TuiOptions {
  readonly system: System;
  readonly names: string;
  readonly utc: boolean;
  readonly colors: ColorLevel;
  readonly quit: (how: 'quit' | 'interrupt') => void;
}

const KEPT_RECORDS = 10_000;
const TICK_MS = 1000;
const ENTER_ALTERNATE_SCREEN = '\u001B[?1049h';
const LEAVE_ALTERNATE_SCREEN = '\u001B[?1049l';

/** The terminal UI as one sink among the others: it keeps what it is given and draws it, and reads nothing. */
export function tuiSink({ system, names, utc, colors, quit }: TuiOptions): Sink {
  const store = createStore({ capacity: KEPT_RECORDS, nowMs: system.now() });
  const ending = new AbortController();
  void tickUntil(ending.signal, system, store.tick);
  // Ink draws with chalk, which would otherwise decide by itself, without NO_COLOR and --color.
  chalk.level = colors;
  system.stdout.write(ENTER_ALTERNATE_SCREEN);
  const screen = render(createElement(App, { store, names, utc, onQuit: quit }), {
    stdout: system.stdout as NodeJS.WriteStream,
    stdin: system.stdin as NodeJS.ReadStream,
    stderr: system.stderr as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    write: (record) => store.add(record),
    notice: (notice) => store.notice(notice),
    close() {
      ending.abort();
      screen.unmount();
      system.stdout.write(LEAVE_ALTERNATE_SCREEN);
    },
  };
}

async function tickUntil(ended: AbortSignal, system: System, tick: (nowMs: number) => void): Promise<void> {
  while (!ended.aborted) {
    await system.sleep(TICK_MS, ended);
    tick(system.now());
  }
}
