/**
 * Terminals disagree on how wide some characters are. So that such a key moves nothing else, the cell before a column
 * holds a sign of the last private plane (which printable text never does); `screen.ts` draws it as "go to this column".
 */
const FIRST = 0x100000;
const MOST = 0xfff;

/** One cell wide; what follows it starts at the given column, counted from 0. */
export function columnJump(column: number): string {
  return String.fromCodePoint(FIRST + Math.min(column, MOST));
}

const SIGNS = /[\u{100000}-\u{100FFF}]/gu;

/** The signs as cursor movements: to the cell before the column, a blank over whatever stands there. */
export function drawJumps(line: string): string {
  return line.replace(SIGNS, (sign) => `\u001B[${Math.max(1, (sign.codePointAt(0) ?? FIRST) - FIRST)}G `);
}
