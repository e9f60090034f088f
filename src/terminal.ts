import { Failure } from './errors.ts';
import type { Output } from './system.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/** Levels as chalk counts them: none, 16 colours, 256 colours, true colour. */
export type ColorLevel = 0 | 1 | 2 | 3;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The colours of one stream, decided once: flag > `FORCE_COLOR` > `NO_COLOR` > `TERM=dumb` > is it a terminal.
 * (The order of the two variables is Node's own; chalk would not read `NO_COLOR` at all.)
 */
export function colorLevel(choice: ColorChoice, env: Environment, isTerminal: boolean): ColorLevel {
  if (choice === 'never') return 0;
  if (choice === 'always') return Math.max(1, depthOf(env)) as ColorLevel;
  const forced = env['FORCE_COLOR'];
  if (forced === '0' || forced === 'false') return 0;
  if (forced) return forcedLevel(forced, env);
  if (env['NO_COLOR'] || env['TERM'] === 'dumb' || !isTerminal) return 0;
  return depthOf(env);
}

function forcedLevel(forced: string, env: Environment): ColorLevel {
  if (forced === '2') return 2;
  if (forced === '3') return 3;
  return depthOf(env);
}

function depthOf(env: Environment): ColorLevel {
  if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /256(color)?$/.test(env['TERM'] ?? '') ? 2 : 1;
}

type Paint = (text: string) => string;

/** The few styles that text outside the terminal UI uses, without a library, which would cost a start. */
export function painter(
  level: ColorLevel,
): Record<'red' | 'green' | 'yellow' | 'magenta' | 'cyan' | 'dim' | 'bold', Paint> {
  const style = (open: number, close: number): Paint =>
    level === 0 ? (text) => text : (text) => `\u001B[${open}m${text}\u001B[${close}m`;
  return {
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    magenta: style(35, 39),
    cyan: style(36, 39),
    dim: style(2, 22),
    bold: style(1, 22),
  };
}

/**
 * Resolves when the text is out, so a slow reader slows the writer.
 * @throws {Failure} when it cannot be written: a closed pipe (which `main` ends quietly), a full disk.
 */
export function write(output: Output, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      // After the stream's own `error` event, by which `main` knows that it was only the reader who left.
      if (error) setImmediate(() => reject(cannotWrite(error)));
      else resolve();
    });
  });
}

/** A stream's error in our words. */
export function cannotWrite(error: Error & { code?: string }): Failure {
  const code = error.code ?? 'EIO';
  const hint =
    code === 'ENOSPC' ? 'the disk is full: make room, and start again' : 'check where the output goes';
  return new Failure('failure', code, `cannot write the output: ${code}`, { hint, cause: error });
}

/** Whether a stream's error only says that its reader has gone. */
export function isClosedPipe(error: { code?: string }): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
}
