import type { CommanderError, CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';

/** What commander throws when it has printed help or the version: the program's work is done. */
export function isAnswered(error: CommanderError): boolean {
  return ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);
}

/** Commander's complaint in our form: its cause in one line, its suggestion or the way to the options as the hint. */
export function usageFailure(
  error: CommanderError,
  program: CommandUnknownOpts,
  argv: readonly string[],
): UsageError {
  const [cause = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const guess = suggestion?.match(/\((Did you mean .*)\)/)?.[1];
  const hint = guess
    ? guess.replace(/^D/, 'd')
    : `its options are shown by: ${commandLine(program, argv)} --help`;
  return new UsageError(codeOf(error), cause, hint);
}

/** `ossnotify rule create`, as far as the arguments lead into the tree. */
function commandLine(program: CommandUnknownOpts, argv: readonly string[]): string {
  let command = program;
  const path = [program.name()];
  for (const word of argv) {
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (!next) continue;
    path.push(word);
    command = next;
  }
  return path.join(' ');
}

/** `commander.unknownOption` → `unknown-option`. */
function codeOf({ code }: CommanderError): string {
  return code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
