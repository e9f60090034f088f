/** What the screen says by colour: the other tests read it without. */
import { afterEach, describe, expect, it } from 'vitest';
import { makeFrame } from '../../src/tui/frame.ts';
import { jsonLines } from '../../src/tui/json-lines-view.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { eventOf, NOW_MS, plainText, type Screen, screenOf } from './support.ts';

const theme = createTheme(2);
const coloured = (screen: Screen) => makeFrame(screen.ui, { names: 'topic demo', theme, nowMs: NOW_MS });

it('a search marks what it has found, and nothing else', () => {
  const screen = screenOf();
  screen.add(eventOf({ key: 'movie/episode-1.mp3' }), eventOf({ key: 'photo.jpg' }));
  // The selected one is painted otherwise.
  screen.add(eventOf({ key: 'movie/episode-2.mp3' }));
  screen.press('/', ...'episode', 'enter');
  const [hit = '', other = ''] = coloured(screen).list;
  expect(hit).toContain(`movie/${theme.match('episode')}-1.mp3`);
  expect(other).not.toContain(theme.match('x').slice(0, 4));
  expect(createTheme(0).match('x')).not.toBe('x');
});

it('sources have a colour each, the same in the list and in the header', () => {
  const screen = screenOf({ columns: 120 });
  screen.add(eventOf({ topic: 'movies' }), eventOf({ topic: 'logs' }), eventOf({ topic: 'movies' }));
  const { header, list } = coloured(screen);
  const paints = ['movies', 'logs'].map((source) => {
    const line = list.find((row) => plainText(row).includes(` ${source} `)) ?? '';
    return new RegExp(`(\\u001B\\[[\\d;]+m)${source}`).exec(line)?.[1];
  });
  expect(paints[0]).toMatch(/38;5;/);
  expect(paints[1]).toMatch(/38;5;/);
  expect(paints[0]).not.toBe(paints[1]);
  expect(header[0]).toContain(`${paints[0]}■ movies`);
  expect(header[0]).toContain(`${paints[1]}■ logs`);
});

it('JSON has colours for names, texts, numbers and words', () => {
  const lines = jsonLines(
    { key: 'a', size: 5, duplicate: true, nothing: {} },
    { width: 60, theme, clock: { mode: 'utc', nowMs: NOW_MS } },
  );
  expect(lines).toContain(`  ${theme.accent('"key": ')}${theme.good('"a",')}`);
  expect(lines).toContain(`  ${theme.accent('"size": ')}${theme.warn('5,')}`);
  expect(lines).toContain(`  ${theme.accent('"duplicate": ')}${theme.bad('true,')}`);
  expect(lines.map(plainText)).not.toEqual(lines);
});

describe('times', () => {
  const { TZ } = process.env;
  afterEach(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });

  it.each([
    ['Asia/Shanghai', '16:15:30'],
    ['America/St_Johns', '04:45:30'],
  ])('are local, UTC and ages in %s', (zone, local) => {
    process.env['TZ'] = zone;
    const screen = screenOf();
    screen.add(eventOf());
    const time = () =>
      plainText(screen.frame().list[0] ?? '')
        .slice(2, 10)
        .trim();
    expect(time()).toBe('08:15:30');
    screen.press('t');
    expect(time()).toBe('now');
    screen.press('t');
    expect(time()).toBe(local);
    screen.press('t');
    expect(time()).toBe('08:15:30');
  });
});
