import { toPrintable } from '../domain/printable.ts';
import { cutEnd, takeCells } from './cells.ts';

/** The names in so many cells, no two alike: without what all begin with, and numbered where that is not enough. */
export function sourceLabels(names: readonly string[], width: number): string[] {
  const whole = names.map(toPrintable);
  if (whole.every((name) => cutEnd(name, width) === name)) return whole;
  const start = commonStart(whole);
  const own = whole.map((name) => takeCells(name.slice(start), width));
  return own.map((label, index) => {
    if (label !== '' && own.indexOf(label) === own.lastIndexOf(label)) return label;
    const number = String(index + 1);
    return takeCells(label, width - number.length) + number;
  });
}

/** How many characters all names share before the last word that differs begins. */
function commonStart(names: readonly string[]): number {
  const [first = ''] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length += 1;
  return first.slice(0, length).search(/[^-_./]*$/u);
}
