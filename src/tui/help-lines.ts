import { fitLeft, wrapWords } from './cells.ts';
import { KEYS, keyLabel } from './keys.ts';
import type { Theme } from './theme.ts';

const NOTES = [
  'In the list: + created, - removed, > downloaded, ~ modified, ! undecodable, › selected, * found by the search, dup came before (at-least-once delivery).',
];

/** The help screen, made from the table that the keyboard is read by. */
export function helpLines(width: number, theme: Theme): string[] {
  const labelWidth = Math.max(...KEYS.map((binding) => keyLabel(binding).length)) + 2;
  const keys = KEYS.flatMap((binding) =>
    wrapWords(binding.does, width - labelWidth).map(
      (line, index) => theme.accent(fitLeft(index === 0 ? keyLabel(binding) : '', labelWidth)) + line,
    ),
  );
  return [theme.bold('Keys'), ...keys, '', ...NOTES.flatMap((note) => wrapWords(note, width))];
}
