import type { GivenSettings } from '../clients/profile-in-force.ts';
import { shellCommand } from '../domain/shell-words.ts';

/** What a hint says to run must reach what this command reached: so it needs the flags that led there. */

const PLACE = ['profile', 'provider', 'region', 'endpoint', 'network', 'account'] as const;

/** Written in backticks, or after a colon up to the end of the clause; prose that speaks of a command is neither. */
const COMMAND = /(?<=`)ossnotify [^`]+(?=`)|(?<=: )ossnotify (?:'[^']*'|[^;`'])+/g;

/** The hint, with these flags added to the commands in it. */
export function hintForSamePlace(hint: string, given: GivenSettings): string {
  return hint.replace(COMMAND, (command) => commandForSamePlace(command, given));
}

/** One command, or several joined by `&&`. */
export function commandForSamePlace(command: string, given: GivenSettings): string {
  return command
    .split(' && ')
    .map((each) => withFlags(each, given))
    .join(' && ');
}

function withFlags(command: string, given: GivenSettings): string {
  const flags = flagsFor(command).flatMap((name) => {
    const value = given[name];
    return value === undefined || command.includes(` --${name} `) ? [] : [`--${name}`, value];
  });
  return flags.length === 0 ? command : `${command} ${shellCommand(flags)}`;
}

/** What is stored goes into a profile, and what only speaks of this computer needs no place. */
function flagsFor(command: string): readonly (typeof PLACE)[number][] {
  if (/^ossnotify (rule|probe|doctor|tail|expect|send|queue|topic|cleanup|config list)\b/.test(command))
    return PLACE;
  return /^ossnotify config /.test(command) ? ['profile'] : [];
}
