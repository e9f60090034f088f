import { describe, expect, it } from 'vitest';
import { formatRow } from '../../src/tui/event-row.ts';
import { rowLayout } from '../../src/tui/row-layout.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { isDarkBackground, type Tones, tonesOf } from '../../src/tui/tones.ts';
import { eventOf, NOW_MS } from './support.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** The sixteen as xterm has them. */
const XTERM: Record<string, Rgb> = {
  ...{ 31: [205, 0, 0], 32: [0, 205, 0], 33: [205, 205, 0], 34: [0, 0, 238], 35: [205, 0, 205] },
  ...{ 36: [0, 205, 205], 91: [255, 0, 0], 92: [0, 255, 0], 93: [255, 255, 0], 94: [92, 92, 255] },
  ...{ 95: [255, 0, 255], 96: [0, 255, 255] },
};
const STEPS = [0, 95, 135, 175, 215, 255];

function rgbOf(tone: string): Rgb {
  if (!tone.startsWith('38;5;')) return XTERM[tone] ?? [0, 0, 0];
  const number = Number(tone.slice(5)) - 16;
  const step = (size: number) => STEPS[Math.floor(number / size) % 6] ?? 0;
  return [step(36), step(6), step(1)];
}

/** As WCAG 2 defines it. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const onWhite = (tone: string) => 1.05 / (luminance(rgbOf(tone)) + 0.05);
const onBlack = (tone: string) => (luminance(rgbOf(tone)) + 0.05) / 0.05;
const all = ({ families, sources }: Tones) => [...Object.values(families), ...sources];

describe('colours', () => {
  it('are measured as they should be', () => {
    expect(onWhite('33')).toBeCloseTo(1.7, 1);
    expect(onWhite('36')).toBeCloseTo(2, 1);
    expect(onBlack('38;5;33')).toBeCloseTo(5.9, 1);
  });

  it.each([
    [3, true],
    [3, false],
    [2, false],
    [1, false],
  ] as const)(
    'of level %i, dark background known: %s, are readable on black and on white',
    (level, isDark) => {
      for (const tone of all(tonesOf(level, isDark))) {
        expect(onWhite(tone), `${tone} on white`).toBeGreaterThanOrEqual(3);
        expect(onBlack(tone), `${tone} on black`).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it('of the sixteen on a dark background are readable there', () => {
    for (const tone of all(tonesOf(1, true))) expect(onBlack(tone), tone).toBeGreaterThanOrEqual(3);
  });

  it.each([
    [{ COLORFGBG: '15;0' }, true],
    [{ COLORFGBG: '15;default;0' }, true],
    [{ COLORFGBG: '12;8' }, true],
    [{ COLORFGBG: '0;15' }, false],
    [{ COLORFGBG: '0;7' }, false],
    [{ COLORFGBG: '0;default' }, false],
    [{ TERM: 'linux' }, true],
    [{ TERM: 'linux', COLORFGBG: '0;15' }, false],
    [{ TERM: 'xterm' }, false],
  ])('%j: the background is dark: %s', (env, isDark) => expect(isDarkBackground(env)).toBe(isDark));
});

describe('the selected row', () => {
  const rowAt = (level: 0 | 2, search?: RegExp) =>
    formatRow(
      { kind: 'record', record: eventOf({ key: 'movie/a.mp3', duplicate: true }) },
      { isSelected: true, isHit: search !== undefined },
      {
        layout: rowLayout({ width: 80, sources: ['demo', 'other'] }),
        theme: createTheme(level),
        clock: { mode: 'utc', nowMs: NOW_MS },
        sources: ['demo', 'other'],
        search,
      },
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are what it is about
  const styles = (row: string) => row.match(/\u001B\[[\d;]*m/g) ?? [];

  it.each([0, 2] as const)('is inverse as a whole at colour level %i', (level) => {
    expect(styles(rowAt(level))).toEqual(['\u001B[7m', '\u001B[27m']);
  });

  it('shows a match the other way round', () => {
    expect(rowAt(2, /a\.mp3/)).toContain('movie/\u001B[27ma.mp3\u001B[7m ');
    expect(rowAt(0, /a\.mp3/)).toContain('movie/\u001B[4ma.mp3\u001B[24m ');
  });
});
