import type { FamilyColor } from '../sinks/family-color.ts';
import type { ColorLevel } from '../terminal.ts';

/** Colours as parameters of SGR; `test/tui/theme.test.ts` computes their contrast. */
export interface Tones {
  readonly families: Readonly<Record<FamilyColor, string>>;
  readonly sources: readonly string[];
}

/** Of the 256, whose fixed part looks the same everywhere: a contrast of at least 3 on black and on white. */
const MIDDLE: Tones = {
  families: { green: '38;5;28', red: '38;5;196', yellow: '38;5;136', magenta: '38;5;133', cyan: '38;5;30' },
  sources: [33, 166, 29, 133, 136, 30, 161, 61].map((number) => `38;5;${number}`),
};

/** Of the sixteen, those with a contrast of at least 3 on black and on white (in the palette of xterm). */
const MIDDLE_OF_16: Tones = {
  families: { green: '94', red: '91', yellow: '35', magenta: '95', cyan: '94' },
  sources: ['94', '35', '91', '95', '31'],
};

/** Of the sixteen on a dark background: each colour as it is called. */
const BRIGHT_OF_16: Tones = {
  families: { green: '32', red: '31', yellow: '33', magenta: '35', cyan: '36' },
  sources: ['36', '33', '35', '32', '94', '31'],
};

export function tonesOf(level: ColorLevel, isDark: boolean): Tones {
  if (level >= 2) return MIDDLE;
  return isDark ? BRIGHT_OF_16 : MIDDLE_OF_16;
}

/** Whether the terminal is known to have a dark background; most say nothing of it. */
export function isDarkBackground(env: Readonly<Record<string, string | undefined>>): boolean {
  // `COLORFGBG=15;0`, by rxvt, Konsole and others: the last number is that of the background.
  const background = /;(\d+)$/.exec(env['COLORFGBG'] ?? '')?.[1];
  if (background !== undefined) return Number(background) < 7 || background === '8';
  return env['TERM'] === 'linux';
}
