import { PassThrough, Writable } from 'node:stream';
import { run } from '../../src/main.ts';
import type { Output, SignalName, System } from '../../src/system.ts';

export interface ProgramOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  /** Which streams are terminals. */
  readonly tty?: readonly ('stdin' | 'stdout' | 'stderr')[];
  readonly homeDir?: string;
  readonly cwd?: string;
  readonly system?: Partial<System>;
  /** Makes stdout fail as a pipe does whose reader has gone, after so many writes. */
  readonly closeStdoutAfter?: number;
  /** Makes every write to stdout fail with this code. */
  readonly stdoutError?: string;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly ended: Promise<Outcome>;
  readonly stdout: Collector;
  readonly stderr: Collector;
  signal(name: SignalName): void;
  /** Types at its keyboard, where stdin is a terminal. */
  type(keys: string): void;
}

/** Runs the whole program inside the test: arguments in; exit code, stdout and stderr out. */
export function runProgram(argv: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
  return startProgram(argv, options).ended;
}

export function startProgram(argv: readonly string[], options: ProgramOptions = {}): RunningProgram {
  const { tty = [], env = {} } = options;
  const stop = new AbortController();
  const stdout = new Collector(tty.includes('stdout'), failureOf(options));
  const stderr = new Collector(tty.includes('stderr'));
  const stdin = Object.assign(new PassThrough(), {
    isTTY: tty.includes('stdin'),
    setRawMode() {},
    ref() {},
    unref() {},
  });
  if (!tty.includes('stdin')) stdin.end(options.stdin ?? '');
  const system: System = {
    argv,
    env,
    cwd: options.cwd ?? '/nowhere',
    homeDir: options.homeDir ?? '/nowhere',
    stdin,
    stdout,
    stderr,
    now: Date.now,
    sleep,
    random: Math.random,
    signal: stop.signal,
    ...options.system,
  };
  const ended = run(system)
    .then((status) => ({ status, stdout: stdout.text, stderr: stderr.text }))
    .finally(() => [stdout, stderr].forEach((stream) => void stream.noMore()));
  return { ended, stdout, stderr, signal: (name) => stop.abort(name), type: (keys) => stdin.write(keys) };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    if (signal?.aborted) done();
  });
}

interface StreamFailure {
  readonly code: string;
  readonly afterWrites: number;
}

function failureOf({ closeStdoutAfter, stdoutError }: ProgramOptions): StreamFailure | undefined {
  if (stdoutError !== undefined) return { code: stdoutError, afterWrites: 0 };
  return closeStdoutAfter === undefined ? undefined : { code: 'EPIPE', afterWrites: closeStdoutAfter };
}

/** A stream that keeps what is written, and tells when a text has come. */
export class Collector extends Writable implements Output {
  text = '';
  readonly columns = 100;
  readonly rows = 30;
  readonly isTTY: boolean;
  #writes = 0;
  #isOver = false;
  readonly #failure: StreamFailure | undefined;

  constructor(isTTY: boolean, failure?: StreamFailure) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.#failure = failure;
  }

  override _write(
    chunk: string | Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#writes += 1;
    if (this.#failure && this.#writes > this.#failure.afterWrites) {
      const { code } = this.#failure;
      done(Object.assign(new Error(`write ${code}`), { code }));
      return;
    }
    this.text += chunk.toString();
    this.emit('text');
    done();
  }

  /** The program has ended: who waits for more waits in vain. */
  noMore(): void {
    this.#isOver = true;
    this.emit('text');
  }

  /** Resolves once the text holds the pattern; fails when the program ends before it does. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) {
      if (this.#isOver) throw new Error(`the program ended without ${pattern}; it wrote:\n${this.text}`);
      await new Promise((resolve) => this.once('text', resolve));
    }
    return this.text;
  }
}
