import type { CommanderError } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';

/** What commander throws when it has printed help or the version: the program's work is done. */
export function isAnswered(error: CommanderError): boolean {
  return ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);
}

/** Commander's complaint in our form: its cause in one line, its suggestion as the hint. */
export function usageFailure(error: CommanderError): UsageError {
  const [cause = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const guess = suggestion?.match(/\((Did you mean .*)\)/)?.[1];
  const hint = guess
    ? guess.replace(/^D/, 'd')
    : 'ossnotify help shows the commands, ossnotify COMMAND --help its options';
  return new UsageError(codeOf(error), cause, hint);
}

/** `commander.unknownOption` → `unknown-option`. */
function codeOf({ code }: CommanderError): string {
  return code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
