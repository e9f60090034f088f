import { cellWidth, fitMiddle, lastCells, takeCells } from './cells.ts';
import type { Paint } from './theme.ts';

/** The text painted, and what the search finds in it painted over. */
export function highlighted(text: string, search: RegExp | undefined, paint: Paint, match: Paint): string {
  if (!search) return paint(text);
  let [result, rest] = ['', text];
  for (let found = search.exec(rest); found && found[0] !== ''; found = search.exec(rest)) {
    const before = rest.slice(0, found.index);
    result += (before && paint(before)) + match(found[0]);
    rest = rest.slice(found.index + found[0].length);
  }
  return result + (rest && paint(rest));
}

/** As `fitMiddle`, but what is cut out is not what the search found. */
export function fitMatch(text: string, width: number, search: RegExp | undefined): string {
  const middle = fitMiddle(text, width);
  const found = search?.exec(text);
  if (!found || search?.test(middle)) return middle;
  const match = takeCells(found[0], width - 2);
  const room = Math.max(0, width - 2 - cellWidth(match));
  const before = lastCells(text.slice(0, found.index), Math.floor(room / 2));
  return fitMiddle(`…${takeCells(`${before}${text.slice(found.index)}`, width - 2)}…`, width);
}
