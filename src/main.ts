import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { openProfileStore } from './clients/profiles.ts';
import { connectServices } from './clients/services.ts';
import { readSettings } from './clients/settings.ts';
import type { Act, Context, GlobalOptions } from './commands/context.ts';
import { failureJson, failureLines, failureYaml } from './commands/failure-text.ts';
import { applyProfileDefaults } from './commands/profile-defaults.ts';
import { buildProgram } from './commands/program.ts';
import { hintForSamePlace } from './commands/same-place.ts';
import { isAnswered, usageFailure } from './commands/usage-failure.ts';
import { toPrintableLines, toPrintableStyled } from './domain/printable.ts';
import { EXIT_CODES, Failure, HalfDone } from './errors.ts';
import type { System } from './system.ts';
import { cannotWrite, colorLevel, isClosedPipe, painter, write } from './terminal.ts';

/** The whole program: arguments in, exit code out. Nothing below it ends the process. */
export async function run(system: System): Promise<number> {
  const output = watchOutput(system);
  const signal = AbortSignal.any([system.signal, output.closedPipe]);
  let status = 0;
  const act: Act = async (command, options) => {
    const context = makeContext(system, program.opts(), signal);
    try {
      status = await command(options, context);
    } finally {
      await context.services.close();
    }
  };
  const program = await buildProgram(act, system.stdout, system.argv);
  program.hook('preAction', (_, command) =>
    applyProfileDefaults(command, openSettings(system, program.opts()).settings),
  );
  try {
    await program.parseAsync(system.argv, { from: 'user' });
  } catch (error) {
    const isOver = output.closedPipe.aborted || system.signal.aborted;
    const isHelp = error instanceof CommanderError && isAnswered(error);
    if (isOver ? isLastWord(error) : !isHelp) {
      const failed = report(asFailure(error, program, system.argv), system, program.opts());
      if (output.closedPipe.aborted) return 0;
      return system.signal.aborted ? stoppedBy(system.signal) : failed;
    }
  }
  if (output.closedPipe.aborted) return 0;
  const lost = await output.failure();
  if (lost) return report(lost, system, program.opts());
  return status === 0 && system.signal.aborted ? stoppedBy(system.signal) : status;
}

/**
 * Node reports what happens to stdout only by its `error` event. A closed pipe is an end: whoever reads us (`head -1`)
 * has had enough. Anything else, such as a full disk, is a failure even of what nobody waited for, such as help.
 */
function watchOutput({ stdout, stderr }: System) {
  const closed = new AbortController();
  let failure: Failure | undefined;
  stdout.on('error', (error: Error & { code?: string }) => {
    if (isClosedPipe(error)) closed.abort('closed pipe');
    else failure = cannotWrite(error);
  });
  stderr.on('error', () => {});
  return {
    closedPipe: closed.signal,
    // The event comes a turn of the event loop after the write.
    failure: () => new Promise<Failure | undefined>((resolve) => setImmediate(() => resolve(failure))),
  };
}

function openSettings(system: System, globals: GlobalOptions) {
  const profiles = openProfileStore(system);
  return { profiles, settings: readSettings({ given: globals, env: system.env, profiles }) };
}

function makeContext(system: System, globals: GlobalOptions, signal: AbortSignal): Context {
  const { profiles, settings } = openSettings(system, globals);
  const colors = (stream: 'stdout' | 'stderr') =>
    colorLevel(globals.color, system.env, system[stream].isTTY === true);
  const tell = (text: string) => {
    if (!globals.quiet) system.stderr.write(`${toPrintableStyled(text)}\n`);
  };
  const log = (line: string) => system.stderr.write(`${toPrintableStyled(line)}\n`);
  const { now, sleep, random } = system;
  const services = connectServices({ settings, now, sleep, random, signal, ...(globals.verbose && { log }) });
  // What is foreign in it was made printable where it was put in; should that ever be forgotten, only styles get through.
  const print = (text: string) => write(system.stdout, system.stdout.isTTY ? toPrintableStyled(text) : text);
  return { system, globals, signal, settings, profiles, services, colors, print, tell };
}

/** Whoever was stopped says nothing, but for work that was left half-way. */
function isLastWord(error: unknown): boolean {
  if (error instanceof HalfDone) return true;
  return error instanceof Failure && (error.kind === 'interrupted' || error.kind === 'terminated');
}

function stoppedBy(signal: AbortSignal): number {
  return signal.reason === 'SIGINT' ? EXIT_CODES.interrupted : EXIT_CODES.terminated;
}

function asFailure(error: unknown, program: CommandUnknownOpts, argv: readonly string[]): unknown {
  return error instanceof CommanderError ? usageFailure(error, program, argv) : error;
}

/** The one place where failures become text and exit codes. */
function report(failure: unknown, system: System, globals: GlobalOptions): number {
  if (!(failure instanceof Failure)) return reportBug(failure, system);
  const hint = failure.hint && hintForSamePlace(failure.hint, globals);
  const machineText = machineTextOf(system.argv);
  if (machineText) {
    system.stderr.write(`${machineText(failure, hint)}\n`);
    return EXIT_CODES[failure.kind];
  }
  const paint = painter(colorLevel(globals.color, system.env, system.stderr.isTTY === true));
  const { cause, remedy } = failureLines(failure, hint);
  system.stderr.write(`${paint.red('error:')} ${cause}\n`);
  if (remedy) system.stderr.write(`${paint.cyan('hint:')} ${remedy}\n`);
  return EXIT_CODES[failure.kind];
}

function reportBug(error: unknown, system: System): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const machineText = machineTextOf(system.argv);
  if (machineText) {
    const bug = new Failure('failure', 'bug', text);
    system.stderr.write(`${machineText(bug, 'please report it')}\n`);
    return EXIT_CODES.failure;
  }
  system.stderr.write(`error: this is a bug in ossnotify, please report it\n${toPrintableLines(text)}\n`);
  return EXIT_CODES.failure;
}

/** Read from the raw arguments, since an error may be that they cannot be parsed. */
function machineTextOf(
  argv: readonly string[],
): ((failure: Failure, hint: string | undefined) => string) | undefined {
  const asksFor = (format: string) =>
    argv.some(
      (argument, index) =>
        [`-o${format}`, `--output=${format}`].includes(argument) ||
        (/^(-o|--output)$/.test(argument) && argv[index + 1] === format),
    );
  if (asksFor('json')) return failureJson;
  return asksFor('yaml') ? failureYaml : undefined;
}
