import stringWidth from 'string-width';
import { toPrintable } from '../domain/printable.ts';

/** Columns aligned by what a terminal shows (CJK and emoji are two cells wide), the last one ragged. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(toPrintable))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => stringWidth(line[column] ?? ''))));
  return lines.map((line) => `${formatLine(line, widths)}\n`).join('');
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) =>
    column === widths.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)),
  );
  return padded.join('  ').trimEnd();
}
