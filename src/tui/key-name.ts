import type { Key } from 'ink';

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  // What most terminals send for the backspace key is reported as delete.
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** One input as our names of keys. Quick typing and pasting come as one input of several characters. */
export function keyNames(input: string, key: Key): string[] {
  const named = NAMED.find(([flag]) => key[flag]);
  if (named) return [named[1]];
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input}`];
  if (key.meta) return [];
  return [...input]
    .map((character) => CHARACTERS[character] ?? character)
    .filter((name) => !/^\p{Cc}$/u.test(name));
}

/** Within a pasted text; other controls do nothing. */
const CHARACTERS: Record<string, string> = { ' ': 'space', '\r': 'enter', '\n': 'enter', '\t': 'tab' };
