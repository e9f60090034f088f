import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import type { Job, Output, System } from '../../src/system.ts';
import { type TuiOptions, type TuiSink, tuiSink } from '../../src/tui/sink.ts';
import { NOW_MS } from './support.ts';

/** A terminal without a window: what a person would see, cell by cell. */
export interface TestTerminal {
  readonly output: Output;
  /** All that it was sent. */
  written(): string;
  /** Resolves when everything written so far is on the screen. */
  settled(): Promise<void>;
  rows(): string[];
  cell(row: number, column: number): string;
  /** What a text must never make a terminal do: answer, ring, change its title, touch the clipboard, make links. */
  readonly happened: readonly string[];
  readonly isAlternate: boolean;
  readonly isCursorHidden: boolean;
  resize(columns: number, rows: number): void;
}

class TerminalOutput extends Writable implements Output {
  readonly isTTY = true;
  written = '';
  readonly #terminal: xterm.Terminal;

  constructor(terminal: xterm.Terminal) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += chunk;
    this.#terminal.write(chunk, done);
  }
}

export function openTerminal(columns: number, rows: number): TestTerminal {
  // As a tty does, a line feed goes to the start of the next line.
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const happened: string[] = [];
  terminal.onData((data) => happened.push(`answered ${JSON.stringify(data)}`));
  terminal.onBell(() => happened.push('rang'));
  terminal.onTitleChange((title) => happened.push(`title ${title}`));
  for (const code of [8, 52])
    terminal.parser.registerOscHandler(code, (data) => {
      happened.push(`OSC ${code} ${data}`);
      return true;
    });
  let isCursorHidden = false;
  const cursor = (isHidden: boolean) => (parameters: (number | number[])[]) => {
    if (parameters.includes(25)) isCursorHidden = isHidden;
    return false;
  };
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursor(true));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursor(false));
  const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const output = new TerminalOutput(terminal);
  return {
    output,
    happened,
    written: () => output.written,
    settled: () => new Promise((resolve) => terminal.write('', resolve)),
    rows: () =>
      Array.from({ length: terminal.rows }, (_, row) => (line(row)?.translateToString(true) ?? '').trimEnd()),
    cell: (row, column) => line(row)?.getCell(column)?.getChars() || ' ',
    get isAlternate() {
      return terminal.buffer.active.type === 'alternate';
    },
    get isCursorHidden() {
      return isCursorHidden;
    },
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      output.emit('resize');
    },
  };
}

export interface RunningTui {
  readonly sink: TuiSink;
  readonly terminal: TestTerminal;
  readonly quits: readonly string[];
  readonly isRaw: () => boolean;
  /** Each time the keyboard was made raw, or not so. */
  readonly modesSet: boolean[];
  /** Types on the keyboard, byte for byte. */
  type(input: string): void;
  job(event: 'stop' | 'continue' | 'end'): void;
  /** Lets a second go by. */
  passSecond(): void;
  /** The screen, once nothing more is going to be drawn. */
  screen(): Promise<string[]>;
}

/** The real thing: Ink, its keys, its layout, and the drawing of frames. */
export function runTui(
  options: Partial<TuiOptions> & {
    readonly columns?: number;
    readonly rows?: number;
    /** What stands on the terminal before. */
    readonly before?: string;
  } = {},
): RunningTui {
  const { columns = 80, rows = 24, before = '', ...given } = options;
  const terminal = openTerminal(columns, rows);
  terminal.output.write(before);
  const clock = { seconds: 0, waiting: [] as (() => void)[] };
  const modesSet: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => void modesSet.push(raw),
    ref() {},
    unref() {},
  });
  const listeners: [string, () => void][] = [];
  const tell = (event: string) => {
    for (const [name, listener] of listeners) if (name === event) listener();
  };
  const job: Job = {
    on(event, listener) {
      listeners.push([event, listener]);
      return () =>
        listeners.splice(
          listeners.findIndex(([, one]) => one === listener),
          1,
        );
    },
    stop: () => quits.push('stopped'),
    end: () => quits.push('ended at once'),
  };
  const quits: string[] = [];
  const system = systemOf({ stdout: terminal.output, stdin, job, clock });
  const sink = tuiSink({
    system,
    names: 'topic demo',
    utc: true,
    colors: 2,
    quit: (how) => quits.push(how),
    signal: new AbortController().signal,
    ...given,
  });
  const turns = async () => {
    for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
  };
  return {
    sink,
    terminal,
    quits,
    isRaw: () => modesSet.at(-1) ?? false,
    modesSet,
    type: (input) => stdin.write(input),
    job: tell,
    passSecond() {
      clock.seconds += 1;
      for (const wake of clock.waiting.splice(0)) wake();
    },
    async screen() {
      await turns();
      await terminal.settled();
      await turns();
      await terminal.settled();
      return terminal.rows();
    },
  };
}

interface TestSystem extends Pick<System, 'stdout' | 'stdin'> {
  readonly job: Job;
  readonly clock: { readonly seconds: number; readonly waiting: (() => void)[] };
}

/** Time stands still until it is told to pass; short rests are over at once. */
function systemOf({ stdout, stdin, job, clock }: TestSystem): System {
  return {
    argv: [],
    env: {},
    cwd: '/nowhere',
    homeDir: '/nowhere',
    stdin,
    stdout,
    stderr: stdout,
    now: () => NOW_MS + clock.seconds * 1000,
    random: () => 0.5,
    signal: new AbortController().signal,
    job,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 250) setImmediate(resolve);
        if (ms === 1000) clock.waiting.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
}
