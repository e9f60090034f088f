import { render } from 'ink';
import { createElement } from 'react';
import type { Writer } from '../sinks/sink.ts';
import type { System } from '../system.ts';
import type { ColorLevel } from '../terminal.ts';
import type { Actions } from './actions.ts';
import { App } from './app.tsx';
import { clipboardSequence } from './clipboard.ts';
import { openKeyboard } from './keyboard.ts';
import type { LastState } from './last-state.ts';
import { saveRecords } from './save-records.ts';
import { Screen } from './screen.ts';
import { keepHeapSmall } from './small-heap.ts';
import { createStore } from './store.ts';
import { createTheme } from './theme.ts';
import { isDarkBackground } from './tones.ts';

export interface TuiOptions {
  readonly system: System;
  /** What is being tailed, for people. */
  readonly names: string;
  readonly utc: boolean;
  readonly colors: ColorLevel;
  /** How many events are kept (10,000). */
  readonly buffer?: number | undefined;
  /** Sends a record again to where `--forward` points. */
  readonly forward?: Actions['forward'];
  readonly quit: (how: 'quit' | 'interrupt') => void;
  /** Aborts when the user, or a signal, wants the end; who then asks again gets it at once. */
  readonly signal: AbortSignal;
}

const KEPT_RECORDS = 10_000;
const TICK_MS = 1000;
const SUSPENSION_MS = 100;

/** A Sink that can be told later what it shows: the screen is there before the first connection is. */
export interface TuiSink extends Writer {
  rename(names: string, topics?: readonly string[]): void;
  /** A warning or a hint; on stderr it would be drawn over. */
  tell(text: string): void;
  /** Says why nothing more comes, and resolves when the user wants to leave. */
  stay(state: LastState): Promise<void>;
  /** False once it is closed. */
  readonly isOpen: boolean;
}

/** The terminal UI as one sink among the others: it keeps what it is given and draws it, and reads nothing. */
export function tuiSink(options: TuiOptions): TuiSink {
  const { system, names, utc, quit, signal } = options;
  keepHeapSmall();
  const { job, stdout } = system;
  const screen = new Screen(stdout);
  const ending = new AbortController();
  const suspend = () => {
    leave();
    job?.stop();
    // Where nobody can stop us we are here at once, and no news of going on will come.
    void system.sleep(SUSPENSION_MS, ending.signal).then(() => screen.isOpen || comeBack());
  };
  const store = createStore({
    capacity: options.buffer ?? KEPT_RECORDS,
    names,
    utc,
    theme: createTheme(options.colors, isDarkBackground(system.env)),
    size: { columns: screen.columns, rows: screen.rows },
    system,
    actions: {
      quit(how) {
        if (signal.aborted) return job?.end();
        store.end({ kind: 'ending', underWay: () => 0 });
        quit(how);
      },
      redraw: () => screen.redraw(),
      copy: (text) => screen.send(clipboardSequence(text, system.env)),
      save: (path, records) => saveRecords(path, records, system),
      ...(job && { suspend }),
      ...(options.forward && { forward: options.forward }),
    },
  });
  const resized = () => {
    store.resize({ columns: screen.columns, rows: screen.rows });
    screen.redraw();
  };
  stdout.on('resize', resized);
  const offs = [job?.on('stop', leave), job?.on('continue', comeBack), job?.on('end', leave)];
  void tickUntil(ending.signal, system, store.tick);
  screen.enter();
  const keyboard = openKeyboard(system, store.press);
  const instance = render(createElement(App, { store }), {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: system.stdin as NodeJS.ReadStream,
    stderr: system.stderr as NodeJS.WriteStream,
    // Ink lays out and hands over whole frames; what of them is drawn, and where, is up to the screen.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  let crash: unknown;
  instance.waitUntilExit().catch((error: unknown) => {
    crash = error;
    if (!signal.aborted) quit('quit');
  });

  function leave() {
    keyboard.setRaw(false);
    screen.leave();
  }

  /** Also when we did not see it coming (`kill -STOP`): the shell has then used the terminal as it likes. */
  function comeBack() {
    if (ending.signal.aborted) return;
    // What is raw already would not be made so again, though it is no longer.
    keyboard.setRaw(false);
    keyboard.setRaw(true);
    screen.enter();
    store.resize({ columns: screen.columns, rows: screen.rows });
  }

  return {
    write: (record) => store.add(record),
    notice: (notice) => store.notice(notice),
    rename: (text, topics) => store.rename(text, topics),
    tell: (text) => store.tell(text),
    stop: (underWay) => store.end({ kind: 'ending', underWay }),
    async stay(state) {
      store.end(state);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    get isOpen() {
      return !ending.signal.aborted;
    },
    close() {
      if (ending.signal.aborted) return;
      ending.abort();
      store.stop();
      stdout.off('resize', resized);
      for (const off of offs) off?.();
      screen.leave();
      keyboard.close();
      instance.unmount();
      if (crash !== undefined) throw crash;
    },
  };
}

async function tickUntil(ended: AbortSignal, system: System, tick: () => void): Promise<void> {
  while (!ended.aborted) {
    await system.sleep(TICK_MS, ended);
    tick();
  }
}
