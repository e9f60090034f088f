import { familyColor } from '../sinks/family-color.ts';
import { type ColorLevel, painter } from '../terminal.ts';

export type Paint = (text: string) => string;

/**
 * The styles of the screen. The terminal's own sixteen colours are used, without black and white, since those suit a
 * light background as well as a dark one; whatever colour says, a sign or a word says as well.
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

export function createTheme(level: ColorLevel): Theme {
  // NO_COLOR asks for no colour; bold, dim and inverse are none.
  const colors = painter(level);
  const sources = (level >= 2 ? SOURCE_COLORS : SOURCE_COLORS_OF_16).map((open) =>
    level === 0 ? plain : sgr(open, '39'),
  );
  return {
    dim: sgr('2', '22'),
    bold: sgr('1', '22'),
    inverse: sgr('7', '27'),
    good: colors.green,
    bad: colors.red,
    warn: colors.yellow,
    accent: colors.cyan,
    match: level === 0 ? sgr('4', '24') : sgr('7', '27'),
    selectedMatch: level === 0 ? sgr('4', '24') : sgr('27', '7'),
    family: (type) => colors[familyColor(type)],
    source: (index) => sources[index % sources.length] ?? plain,
  };
}

const plain: Paint = (text) => text;

/** Middle tones of the 256, readable on light and dark. */
const SOURCE_COLORS = [
  '38;5;33',
  '38;5;166',
  '38;5;35',
  '38;5;133',
  '38;5;136',
  '38;5;37',
  '38;5;161',
  '38;5;61',
];
const SOURCE_COLORS_OF_16 = ['34', '33', '36', '35', '32', '31'];

function sgr(open: string, close: string): Paint {
  return (text) => (text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`);
}
