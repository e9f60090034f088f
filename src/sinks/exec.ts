import { type ChildProcess, spawn as nodeSpawn } from 'node:child_process';
import { kill } from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TailRecord } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { recordLine } from '../domain/record-line.ts';
import type { Output, System } from '../system.ts';
import { createSlots } from './lanes.ts';
import { NotAccepted, type Writer } from './sink.ts';

export interface ExecOptions {
  /** For the shell. */
  readonly command: string;
  readonly system: Pick<System, 'cwd' | 'env' | 'sleep' | 'job'>;
  /** Takes what the command prints. */
  readonly print: (printed: Readable) => void;
  readonly tell: (text: string) => void;
  /** What becomes of a message that the command did not take: `stays in its queue`. */
  readonly ifRefused: string;
  /** Node's own when left out. */
  readonly spawn?: typeof nodeSpawn;
}

/** How long a command that is asked to end may take. */
const TERMINATION_MS = 1000;

/**
 * `--exec`: runs a command for each event, one after the other: the event's JSON on its stdin, the fields as
 * `OSSNOTIFY_KEY` and so on in its environment. Another exit status than 0 leaves the message in its queue.
 */
export function execSink(options: ExecOptions): Writer {
  const slots = createSlots(1);
  const stopping = new AbortController();
  let running: ChildProcess | undefined;
  const off = options.system.job?.on('end', () => killTree(running, 'SIGKILL'));

  /** Resolves with what went wrong, or undefined. */
  async function run(record: TailRecord): Promise<string | undefined> {
    try {
      running = startCommand(record, options);
    } catch (error) {
      return notStarted(error);
    }
    const problem = await problemOf(running, options.system);
    running = undefined;
    return problem;
  }

  return {
    write: (record) =>
      slots.use(async () => {
        if (stopping.signal.aborted) throw new NotAccepted('the tail is ending');
        const problem = await run(record);
        if (problem === undefined) return;
        options.tell(`warning: the command ${problem}; the message ${options.ifRefused}`);
        throw new NotAccepted(problem);
      }),
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      // What still runs has had its time, and would keep us.
      if (running) await endCommand(running, options.system);
      off?.();
    },
  };
}

/** What a command prints, byte for byte. */
export const printTo =
  (output: Output): ExecOptions['print'] =>
  (printed) =>
    void printed.on('data', (chunk) => {
      if (output.write(chunk)) return;
      // Whoever reads us is slower than the command; what waits must not gather here.
      printed.pause();
      output.once('drain', () => printed.resume());
    });

const LONGEST_TOLD = 1000;

/** What a command prints, line by line, where the terminal is drawn on. */
export const printAsTold =
  (tell: (text: string) => void): ExecOptions['print'] =>
  (printed) =>
    void createInterface({ input: printed }).on('line', (line) =>
      tell(`exec: ${line.slice(0, LONGEST_TOLD)}`),
    );

function startCommand(
  record: TailRecord,
  { command, system, print, spawn = nodeSpawn }: ExecOptions,
): ChildProcess {
  const child = spawn(command, {
    shell: true,
    // With a process group of its own, all that the shell starts can be ended together.
    detached: true,
    cwd: system.cwd,
    env: { ...system.env, ...variablesOf(record) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Its `error` tells why; where no more files may be opened it has no streams either, whatever its type says.
  if (child.pid === undefined) return child;
  for (const stream of [child.stdout, child.stderr]) print(stream);
  // A command that does not read its stdin closes it.
  child.stdin.on('error', () => {});
  child.stdin.end(`${recordLine(record)}\n`);
  return child;
}

/**
 * Some failures of a start are thrown, others given as an event of the child.
 * @throws the error itself where the system did not refuse the start
 */
function notStarted(error: unknown): string {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  const isTooLong = 'code' in error && error.code === 'E2BIG';
  return `could not be started: ${isTooLong ? "the event's fields are too long for an environment" : error.message}`;
}

/** How long the last of what a command printed may take to come after it. */
const LAST_WORDS_MS = 250;

/**
 * Resolves with what went wrong, or undefined: when the command has ended and all that it printed was read. What it
 * leaves running in the background keeps its outputs open, and must not hold up the events.
 */
function problemOf(child: ChildProcess, { sleep }: Pick<System, 'sleep'>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const closed = new AbortController();
    const end = (status: number | null, signal: NodeJS.Signals | null) =>
      resolve(status === 0 ? undefined : `ended with ${status === null ? signal : `status ${status}`}`);
    child.on('error', (error) => resolve(notStarted(error)));
    child.on('exit', (status, signal) => {
      void sleep(LAST_WORDS_MS, closed.signal).then(() => end(status, signal));
    });
    child.on('close', () => closed.abort());
  });
}

async function endCommand(child: ChildProcess, { sleep }: Pick<System, 'sleep'>): Promise<void> {
  const ended = new AbortController();
  child.once('close', () => ended.abort());
  killTree(child, 'SIGTERM');
  await sleep(TERMINATION_MS, ended.signal);
  killTree(child, 'SIGKILL');
}

function killTree(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** `requestId` → `OSSNOTIFY_REQUEST_ID`; a variable cannot hold a zero byte. */
function variablesOf(record: TailRecord): Record<string, string> {
  const scalars = Object.entries(recordJson(record)).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  );
  return Object.fromEntries(
    scalars.map(([name, value]) => [variableName(name), String(value).replaceAll('\0', '')]),
  );
}

function variableName(field: string): string {
  return `OSSNOTIFY_${field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
