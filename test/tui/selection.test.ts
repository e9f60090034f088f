/** What is selected stays what one acts on: while events come, over a pause, and under a page. */
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/sources/source.ts';
import { bindingOf, KEYS } from '../../src/tui/keys.ts';
import { eventOf, NOW_MS, type Screen, screenOf } from './support.ts';

function withEvents(count: number, options: Parameters<typeof screenOf>[0] = {}): Screen {
  const screen = screenOf(options);
  for (let number = 0; number < count; number++) screen.add(eventOf({ key: `old-${number}` }));
  screen.frame();
  return screen;
}

const selectedLine = (screen: Screen) => screen.text().find((line) => line.startsWith('›'));
const hasText = (screen: Screen, text: string) => screen.text().some((line) => line.includes(text));
const lost: Notice = { kind: 'notice', link: 'lost', atMs: NOW_MS, text: 'ECONNREFUSED' };

describe('details opened while the list follows', () => {
  it.each([
    [200, 50],
    [80, 24],
    [60, 12],
  ])('stay with their event at %ix%i, and count what came since', (columns, rows) => {
    const screen = withEvents(3, { columns, rows });
    screen.press('enter');
    expect(hasText(screen, 'the newest event')).toBe(true);
    screen.add(eventOf({ key: 'new-0' }), eventOf({ key: 'new-1' }));
    screen.model.notice(lost);
    expect(hasText(screen, 'key            old-2')).toBe(true);
    expect(hasText(screen, '2 newer events · G or esc follows')).toBe(true);
  });

  it.each([['escape'], ['enter'], ['d']])('%s closes them, and the list follows again', (key) => {
    const screen = withEvents(3);
    screen.press('d');
    screen.add(eventOf({ key: 'new' }));
    screen.press(key);
    expect(screen.frame().pane).toBeUndefined();
    expect(selectedLine(screen)).toContain('/new');
    screen.add(eventOf({ key: 'newer' }));
    expect(selectedLine(screen)).toContain('/newer');
  });

  it('G follows with the details open', () => {
    const screen = withEvents(3);
    screen.press('d');
    screen.add(eventOf({ key: 'new' }));
    screen.press('G');
    expect(hasText(screen, 'key            new')).toBe(true);
    screen.add(eventOf({ key: 'newer' }));
    expect(hasText(screen, 'key            newer')).toBe(true);
  });

  it('once moved in, closing them follows no more', () => {
    const screen = withEvents(3);
    screen.press('d', 'k');
    screen.add(eventOf({ key: 'new' }));
    expect(hasText(screen, '2 newer events · G follows')).toBe(true);
    screen.press('escape');
    expect(selectedLine(screen)).toContain('/old-1');
  });

  it('hold the event even when the list lets it go', () => {
    const screen = withEvents(5, { capacity: 5 });
    screen.press('d');
    for (let number = 0; number < 9; number++) screen.add(eventOf({ key: `new-${number}` }));
    screen.press('page-down', 'page-up', 'c');
    expect(hasText(screen, 'key            old-4')).toBe(true);
    expect(hasText(screen, 'gone from the list · 5 newer events')).toBe(true);
    expect(selectedLine(screen)).toBeUndefined();
    expect(screen.asked[0]).toContain('"key": "old-4"');
    screen.press('down');
    expect(hasText(screen, 'key            new-5')).toBe(true);
  });
});

describe('a save', () => {
  it('is of the event that was selected when it was asked for', () => {
    const screen = withEvents(3);
    const saved: unknown[] = [];
    Object.assign(screen.ui.actions, {
      save: async (_: string, records: unknown[]) => saved.push(...records),
    });
    screen.press('w', 'tab');
    screen.add(eventOf({ key: 'new' }));
    screen.model.notice(lost);
    screen.press(...'x', 'enter');
    expect(saved).toMatchObject([{ event: { key: 'old-2' } }]);
    expect(screen.ui.cursor.isFollowing).toBe(true);
  });

  it('given up, lets the list follow again', () => {
    const screen = withEvents(3);
    screen.press('w', 'escape');
    screen.add(eventOf({ key: 'new' }));
    expect(selectedLine(screen)).toContain('/new');
  });
});

it('what is copied is named', () => {
  const screen = withEvents(3);
  screen.press('c');
  expect(screen.text().at(-1)).toMatch(/^copied the event as JSON .*: demo-bucket\/old-2$/);
});

describe('over a pause', () => {
  it.each([
    [['m', 'm', 'k'], 'mark 1'],
    [['m', 'm', 'k', 'k'], '/old-2'],
    [['k'], '/old-1'],
  ])('%j: the same line is selected when it goes on', (keys, line) => {
    const screen = withEvents(3);
    screen.press('space');
    for (let number = 0; number < 4; number++) screen.add(eventOf({ key: `waited-${number}` }));
    screen.press(...keys);
    expect(selectedLine(screen)).toContain(line);
    screen.press('space');
    expect(selectedLine(screen)).toContain(line);
  });

  it('the details stay with their event, and say how many wait', () => {
    const screen = withEvents(3);
    screen.press('space', 'd');
    for (let number = 0; number < 4; number++) screen.add(eventOf({ key: `waited-${number}` }));
    expect(hasText(screen, '4 newer events · space goes on')).toBe(true);
    screen.press('space');
    expect(hasText(screen, 'key            old-2')).toBe(true);
    expect(hasText(screen, '4 newer events · G or esc follows')).toBe(true);
  });
});

describe.each(['?', 's'])('under the page of %s', (page) => {
  const elsewhere = KEYS.filter(({ works }) => works === undefined).flatMap(({ keys }) => keys);

  it.each(elsewhere)('%s does nothing', (key) => {
    const screen = withEvents(3);
    screen.press('/', 'o', 'enter', page);
    const before = screen.text();
    screen.press(key);
    expect(screen.asked).toEqual([]);
    expect(screen.text()).toEqual(before);
    screen.press('escape');
    expect(selectedLine(screen)).toContain('/old-2');
    expect(screen.model.isPaused).toBe(false);
  });

  it('nothing that changes or asks for something works', () => {
    for (const key of ['r', 'c', 'w', 'space', 'm', 'f', 'd', 'n', '/'])
      expect(bindingOf(key)?.works).toBeUndefined();
  });
});

it('a filter in place of the list lets nothing be done with an event that is not seen', () => {
  const screen = withEvents(3, { columns: 60, rows: 12 });
  screen.press('f', 'r', 'c');
  expect(screen.asked).toEqual([]);
  expect(hasText(screen, 'the filter hides the event')).toBe(true);
});
