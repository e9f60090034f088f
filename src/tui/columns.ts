import { columnJump } from './column-jump.ts';
import type { Paint } from './theme.ts';

export interface Cell {
  /** Fitted to the width already, printable, without styles. */
  readonly text: string;
  readonly width: number;
  readonly paint: Paint;
}

/**
 * Cells side by side with a blank between, the first at the given column of the screen. What follows foreign text stands
 * in its column wherever the terminal thinks that the text ends: else its figures would be drawn over.
 */
export function joinCells(cells: readonly Cell[], from: number): string {
  let [line, column, isSure] = ['', from, true];
  for (const { text, width, paint } of cells) {
    if (column > from) line += isSure ? ' ' : columnJump(column);
    line += paint(text);
    isSure &&= isPlain(text);
    column += width + 1;
  }
  return line;
}

/** Text that all terminals take for equally wide. */
export function isPlain(text: string): boolean {
  return /^[\u0020-\u007E]*$/.test(text);
}
