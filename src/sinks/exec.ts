import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TailRecord } from '../domain/record.ts';
import { recordJson, recordLine } from '../domain/record-json.ts';
import type { Output, System } from '../system.ts';
import { createSlots } from './lanes.ts';
import { NotAccepted, type Sink } from './sink.ts';

export interface ExecOptions {
  /** For the shell. */
  readonly command: string;
  readonly system: Pick<System, 'cwd' | 'env'>;
  /** Takes what the command prints. */
  readonly print: (printed: Readable) => void;
  readonly tell: (text: string) => void;
}

/**
 * `--exec`: runs a command for each event, one after the other: the event's JSON on its stdin, the fields as
 * `OSSNOTIFY_KEY` and so on in its environment. Another exit status than 0 leaves the message in its queue.
 */
export function execSink(options: ExecOptions): Sink {
  const slots = createSlots(1);
  const stopping = new AbortController();
  return {
    write: (record) =>
      slots.use(async () => {
        if (stopping.signal.aborted) throw new NotAccepted('the tail is ending');
        const problem = await runCommand(record, options);
        if (problem === undefined) return;
        options.tell(`warning: the command ${problem}; the message stays in its queue`);
        throw new NotAccepted(problem);
      }),
    stop: () => stopping.abort(),
    close: () => stopping.abort(),
  };
}

/** What a command prints, byte for byte. */
export const printTo =
  (output: Output): ExecOptions['print'] =>
  (printed) =>
    void printed.on('data', (chunk) => output.write(chunk));

const LONGEST_TOLD = 1000;

/** What a command prints, line by line, where the terminal is drawn on. */
export const printAsTold =
  (tell: (text: string) => void): ExecOptions['print'] =>
  (printed) =>
    void createInterface({ input: printed }).on('line', (line) =>
      tell(`exec: ${line.slice(0, LONGEST_TOLD)}`),
    );

/** Resolves with what went wrong, or undefined. */
function runCommand(
  record: TailRecord,
  { command, system, print }: ExecOptions,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      cwd: system.cwd,
      env: { ...system.env, ...variablesOf(record) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) print(stream);
    // A command that does not read its stdin closes it.
    child.stdin.on('error', () => {});
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('close', (status, signal) =>
      resolve(status === 0 ? undefined : `ended with ${status === null ? signal : `status ${status}`}`),
    );
    child.stdin.end(`${recordLine(record)}\n`);
  });
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
