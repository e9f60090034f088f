import { familyColor } from '../sinks/family-color.ts';
import type { ColorLevel } from '../terminal.ts';
import { tonesOf } from './tones.ts';

export type Paint = (text: string) => string;

export const unpainted: Paint = (text) => text;

/**
 * The styles of the screen, readable on light and dark backgrounds (`tones.ts`); whatever colour says, a sign or a word
 * says as well.
 */
export interface Theme {
  readonly dim: Paint;
  readonly bold: Paint;
  readonly inverse: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly accent: Paint;
  /** A search's match. */
  readonly match: Paint;
  /** The same within the selected row, which is inverse. */
  readonly selectedMatch: Paint;
  /** An event type, by its family. */
  family(type: string): Paint;
  /** A source, by its number. */
  source(index: number): Paint;
}

export function createTheme(level: ColorLevel, isDark = false): Theme {
  const { families, sources } = tonesOf(level, isDark);
  // NO_COLOR asks for no colour; bold, dim and inverse are none.
  const color = (open: string): Paint => (level === 0 ? unpainted : sgr(open, '39'));
  const paints = sources.map(color);
  return {
    dim: sgr('2', '22'),
    bold: sgr('1', '22'),
    inverse: sgr('7', '27'),
    good: color(families.green),
    bad: color(families.red),
    warn: color(families.yellow),
    accent: color(families.cyan),
    match: level === 0 ? sgr('4', '24') : sgr('7', '27'),
    selectedMatch: level === 0 ? sgr('4', '24') : sgr('27', '7'),
    family: (type) => color(families[familyColor(type)]),
    source: (index) => paints[index % paints.length] ?? unpainted,
  };
}

function sgr(open: string, close: string): Paint {
  return (text) => (text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`);
}
