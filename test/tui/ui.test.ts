import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/tui/cells.ts';
import { KEYS, keyLabel } from '../../src/tui/keys.ts';
import { blankJumps, eventOf, NOW_MS, plainText, type Screen, screenOf, undecodableOf } from './support.ts';

/** Twenty events, the odd ones of another type. */
function filled(options: Parameters<typeof screenOf>[0] = {}): Screen {
  const screen = screenOf(options);
  for (let number = 0; number < 20; number++) {
    const type = number % 2 === 0 ? 'ObjectCreated:PutObject' : 'ObjectRemoved:DeleteObject';
    screen.add(eventOf({ type, key: `movie/episode-${number}.mp3`, latencyMs: number * 10 }));
  }
  return screen;
}

const selectedLine = (screen: Screen) => screen.text().find((line) => line.startsWith('›'));
const hasText = (screen: Screen, text: string) => screen.text().some((line) => line.includes(text));

describe('the list', () => {
  it('shows time, type, name, size and latency, the newest at the bottom', () => {
    const screen = screenOf();
    screen.add(
      eventOf({ key: 'movie/a.mp3', size: 2048 }),
      eventOf({ key: 'b', duplicate: true }),
      undecodableOf('x\u001B[2J'),
    );
    expect(screen.frame().list.map(plainText)).toEqual([
      '  08:15:30 + PutObject        demo-bucket/movie/a.mp3         2.0 KB  250 ms',
      '  08:15:30 + PutObject        demo-bucket/b                      5 B  250 ms dup',
      '› 08:15:30 ! undecodable      not JSON: x␛[2J',
    ]);
  });

  it('follows, stands still when moved in, and follows again past the newest', () => {
    const screen = filled({ rows: 12 });
    expect(selectedLine(screen)).toContain('episode-19');
    screen.press('up', 'k');
    screen.add(eventOf({ key: 'new' }));
    expect(selectedLine(screen)).toContain('episode-17');
    expect(hasText(screen, '3 below')).toBe(true);
    screen.press('down', 'j', 'j', 'j');
    screen.add(eventOf({ key: 'newer' }));
    expect(selectedLine(screen)).toContain('newer');
  });

  it.each([
    [['g'], 'episode-0'],
    [['home'], 'episode-0'],
    [['g', 'G'], 'episode-19'],
    [['g', 'end'], 'episode-19'],
    [['page-up'], 'episode-11'],
    [['ctrl-b', 'ctrl-b', 'page-down'], 'episode-11'],
    [['g', 'ctrl-f'], 'episode-8'],
  ])('moves by %j to %s', (keys, expected) => {
    const screen = filled({ rows: 12 });
    screen.press(...keys);
    expect(selectedLine(screen)).toContain(`${expected}.mp3`);
  });

  it('keeps its place when the oldest events go', () => {
    const screen = filled({ rows: 12, capacity: 20 });
    screen.press('g', 'down', 'down');
    screen.add(eventOf({ key: 'new' }));
    expect(selectedLine(screen)).toContain('episode-2.');
    for (let number = 0; number < 5; number++) screen.add(eventOf({ key: `new-${number}` }));
    expect(selectedLine(screen)).toContain('episode-6.');
  });

  it('tells its sources apart once there are several', () => {
    const screen = screenOf({ columns: 100 });
    screen.add(eventOf({ topic: 'movies' }), eventOf({ topic: 'logs' }));
    expect(screen.frame().list.map(plainText)[0]).toContain('08:15:30 movies + PutObject');
  });
});

describe('search', () => {
  it('counts and marks matches while it is typed, and goes from one to the next round the ends', () => {
    const screen = filled();
    screen.press('/', ...'episode-1');
    expect(hasText(screen, '/episode-1: 11 of 11')).toBe(true);
    screen.press('enter');
    expect(selectedLine(screen)).toMatch(/^›\*.*episode-19/);
    screen.press('n');
    expect(selectedLine(screen)).toContain('episode-1.');
    screen.press('N', 'N');
    expect(selectedLine(screen)).toContain('episode-18');
    expect(hasText(screen, '10 of 11')).toBe(true);
  });

  it('finds ids too, and new events as they come', () => {
    const screen = filled();
    screen.press('/', ...'request-late', 'enter');
    expect(hasText(screen, 'no match')).toBe(true);
    screen.add(eventOf({ key: 'late' }));
    expect(hasText(screen, '/request-late: 1')).toBe(true);
  });

  it('heeds case only when asked by a capital', () => {
    const screen = screenOf();
    screen.add(eventOf({ key: 'Movie' }), eventOf({ key: 'movie' }));
    screen.press('/', ...'movie', 'enter');
    expect(screen.model.view.hits.length).toBe(2);
    screen.press('/', ...'Movie', 'enter');
    expect(screen.model.view.hits.length).toBe(1);
  });

  it('esc gives the old search back, and then ends it; an empty one repeats', () => {
    const screen = filled();
    screen.press('/', ...'mp3', 'enter', '/', 'x', 'escape');
    expect(screen.model.query).toBe('mp3');
    screen.press('/', 'enter');
    expect(screen.model.query).toBe('mp3');
    screen.press('escape');
    expect(screen.model.query).toBe('');
    screen.press('n');
    expect(hasText(screen, 'press / first')).toBe(true);
  });
});

describe('pasted text', () => {
  it('is one line of what is being typed', () => {
    const screen = filled();
    screen.press('/');
    screen.ui.paste('episode-1\t9\r\n');
    expect(screen.ui.prompt?.text).toBe('episode-1 9');
    screen.ui.paste('x'.repeat(5000));
    expect(screen.ui.prompt?.text).toHaveLength(11 + 1024);
    expect(screen.text().at(-1)).toBe(`/${'x'.repeat(78)}`);
  });

  it('is no command', () => {
    const screen = filled();
    screen.ui.paste('q');
    expect(screen.asked).toEqual([]);
    expect(hasText(screen, 'pasted text is no command')).toBe(true);
  });
});

describe('filter', () => {
  it('offers the types with live counts, and shows what is chosen', () => {
    const screen = filled();
    screen.press('f', 'down', 'space');
    expect(hasText(screen, '[x] ObjectRemoved:DeleteObject')).toBe(true);
    expect(screen.model.view.recordCount).toBe(10);
    screen.add(eventOf({ type: 'ObjectRemoved:DeleteObject' }));
    expect(hasText(screen, 'filter DeleteObject: 11')).toBe(true);
    screen.press('space');
    expect(screen.model.view.recordCount).toBe(21);
  });

  it.each([
    ['*-1?.mp3', 10],
    ['episode-7', 1],
    ['[', 0],
  ])('by key glob %s', (glob, count) => {
    const screen = filled();
    screen.press('f', 'tab', ...glob, 'enter');
    expect(screen.model.view.recordCount).toBe(count);
    screen.press('escape', 'escape');
    expect(screen.model.view.recordCount).toBe(20);
  });

  it('keeps its cursor on the type while others come', () => {
    const screen = screenOf();
    screen.add(eventOf({ type: 'ObjectCreated:PutObject' }), eventOf({ type: 'ObjectRemoved:DeleteObject' }));
    screen.press('f', 'j');
    screen.add(eventOf({ type: 'ObjectCreated:CopyObject' }));
    expect(hasText(screen, '› [ ] ObjectRemoved:DeleteObject')).toBe(true);
    screen.press('space', 'g', 'G');
    expect([...screen.model.filter.types]).toEqual(['ObjectRemoved:DeleteObject']);
  });

  it('says that all pass while none is chosen', () => {
    const screen = filled();
    screen.press('f');
    expect(hasText(screen, 'filter by type: none chosen, all pass')).toBe(true);
    screen.press('space');
    expect(hasText(screen, 'none chosen')).toBe(false);
  });

  it('says where its cursor stands among more types than there is room for', () => {
    const screen = screenOf({ columns: 60, rows: 12 });
    for (let number = 0; number < 9; number++) screen.add(eventOf({ type: `ObjectCreated:Type${number}` }));
    screen.press('f', 'j');
    expect(hasText(screen, 'filter by type (2 of 9): none chosen, all pass')).toBe(true);
  });

  it('says so when nothing passes', () => {
    const screen = filled();
    screen.press('f', 'tab', ...'nothing', 'enter', 'enter');
    expect(hasText(screen, 'no event passes the filter')).toBe(true);
  });
});

describe('pause', () => {
  it('holds the list while events wait, and tells how many', () => {
    const screen = filled({ capacity: 20 });
    screen.press('space');
    for (let number = 0; number < 30; number++) screen.add(eventOf({ key: `waiting-${number}` }));
    expect(hasText(screen, 'PAUSED, 30 waiting')).toBe(true);
    expect(selectedLine(screen)).toContain('episode-19');
    screen.press('space');
    expect(hasText(screen, 'PAUSED')).toBe(false);
    expect(selectedLine(screen)).toContain('waiting-29');
    expect(screen.model.counts.ever.records).toBe(50);
  });
});

describe('marks and the link', () => {
  it('draws marks and lost links across the list, through every filter', () => {
    const screen = filled();
    screen.press('m');
    screen.model.notice({ kind: 'notice', link: 'ready', atMs: NOW_MS });
    screen.model.notice({ kind: 'notice', link: 'lost', atMs: NOW_MS, text: 'ECONNREFUSED' });
    expect(screen.text()[0]).toContain('● lost');
    screen.model.notice({ kind: 'notice', link: 'back', atMs: NOW_MS, gapMs: 3000 });
    screen.press('f', 'tab', ...'nothing', 'enter', 'escape');
    expect(screen.frame().list.map((line) => plainText(line).replace(/─+$/, '').trim())).toEqual([
      '── 08:15:30 mark 1',
      '── 08:15:30 link lost: ECONNREFUSED',
      '› ── 08:15:30 the link is back after 3.0 s',
    ]);
    expect(screen.text()[0]).toContain('reconnected 1×');
  });

  it('is never ready before a good poll', () => {
    expect(screenOf().text()[0]).toBe('● connecting · topic demo · last event never');
  });

  it('does not name the only source', () => {
    const screen = screenOf();
    screen.model.notice({ kind: 'notice', link: 'lost', atMs: NOW_MS, source: 'demo' });
    expect(screen.text()[0]).toMatch(/^● lost · topic demo/);
  });

  it('says that it listens, and when the last push came, where nobody is polled', () => {
    const screen = screenOf();
    screen.model.notice({ kind: 'notice', link: 'listening', atMs: NOW_MS });
    expect(screen.text()[0]).toBe('● listening · topic demo · last push never · last event never');
    screen.model.notice({ kind: 'notice', link: 'pushed', atMs: NOW_MS - 3000 });
    expect(screen.text()[0]).toContain('● listening · topic demo · last push 3 s ago');
  });

  it('says by how much the clock is off, and the warning once in the list', () => {
    const screen = screenOf();
    screen.model.notice({ kind: 'notice', link: 'ready', atMs: NOW_MS });
    screen.model.notice({ kind: 'notice', link: 'clock', atMs: NOW_MS, aheadMs: -20_000, text: 'a warning' });
    expect(screen.text()[0]).toMatch(/^● ready/);
    expect(screen.text()[1]).toContain('clock 20.0 s behind');
    expect(screen.frame().list.map(plainText).join()).toContain('a warning');
  });

  it('says in the list what cannot be deleted, which is no news of the link', () => {
    const screen = screenOf();
    screen.model.notice({ kind: 'notice', link: 'lost', atMs: NOW_MS });
    screen.model.notice({ kind: 'notice', link: 'deletions', atMs: NOW_MS, text: 'they come again' });
    expect(screen.text()[0]).toMatch(/^● lost/);
    expect(screen.frame().list.map(plainText).join()).toContain('they come again');
  });

  it('names the source that is lost', () => {
    const screen = screenOf();
    screen.model.notice({ kind: 'notice', link: 'ready', atMs: NOW_MS, source: 'movies' });
    screen.model.notice({ kind: 'notice', link: 'lost', atMs: NOW_MS, source: 'logs' });
    expect(screen.text()[0]).toContain('● lost: logs · topic demo');
  });
});

describe('details', () => {
  it.each([
    [200, 50],
    [80, 24],
    [60, 12],
  ])('open at %ix%i with fields and JSON, and scroll', (columns, rows) => {
    const screen = filled({ columns, rows });
    screen.press('enter');
    expect(hasText(screen, 'key            movie/episode-19.mp3')).toBe(true);
    for (let page = 0; page < 2 && !hasText(screen, '"eventTime"'); page++) screen.press('page-down');
    expect(hasText(screen, '"eventTime": "2026-03-02T08:15:30.000Z"')).toBe(true);
    screen.press('up');
    expect(hasText(screen, 'key            movie/episode-18.mp3')).toBe(true);
    screen.press('d');
    expect(screen.frame().pane).toBeUndefined();
  });

  it('say at the foot how to scroll them, and whether there is more', () => {
    const screen = filled({ rows: 12 });
    screen.press('d');
    expect(screen.text().at(-1)).toBe(
      'esc close · PgUp PgDn scroll (more below) · ↑↓ events · c copy · ? help · q quit',
    );
    for (let page = 0; page < 9; page++) screen.press('page-down');
    expect(screen.text().at(-1)).toMatch(/^esc close · PgUp PgDn scroll · /);
  });

  it('shows the body of what cannot be decoded', () => {
    const screen = screenOf();
    screen.add(undecodableOf('half a {"message'));
    screen.press('d');
    expect(hasText(screen, 'half a {"message')).toBe(true);
  });
});

describe('copy, save, forward', () => {
  it('hands the selected event over', async () => {
    const screen = filled();
    screen.press('up', 'c', 'r');
    await Promise.resolve();
    expect(screen.asked[0]).toMatch(/^copy \{[\s\S]*"key": "movie\/episode-18.mp3"/);
    expect(screen.asked[1]).toBe('forward event');
    await Promise.resolve();
    expect(hasText(screen, 'forwarded: 200')).toBe(true);
  });

  it('saves what is shown, or the selected event, under a name that can be changed', async () => {
    const screen = filled();
    screen.press('w', 'enter');
    expect(screen.asked).toEqual(['save 20 to ossnotify-2026-03-02T08-15-30Z.ndjson']);
    screen.press('w', 'tab', 'ctrl-u', ...'one', 'backspace', 'e', ...'.json', 'enter');
    expect(screen.asked[1]).toBe('save 1 to one.json');
    screen.press('w', 'ctrl-u', ...'taken', 'enter');
    await new Promise(setImmediate);
    expect(hasText(screen, 'there is a file of that name already')).toBe(true);
    screen.press('w', 'escape');
    expect(screen.asked).toHaveLength(2);
  });

  it('does none of it with a line that is no event', () => {
    const screen = screenOf();
    screen.press('c', 'm', 'c', 'r', 'w', 'enter');
    expect(screen.asked).toEqual([]);
    expect(hasText(screen, 'nothing was saved')).toBe(true);
  });
});

describe('statistics', () => {
  it.each([
    [60, 100],
    [200, 50],
  ])('count by type and prefix, with latencies and top keys, at %ix%i', (columns, rows) => {
    const screen = filled({ columns, rows });
    screen.add(eventOf({ key: 'movie/episode-3.mp3', latencyMs: -20 }));
    screen.press('s');
    const text = screen.text().join('\n');
    expect(text).toMatch(/Statistics of the newest 21 events/);
    expect(text).toMatch(/ObjectCreated:PutObject +█+ +11/);
    expect(text).toMatch(/demo-bucket\/movie\/ +█+ +21/);
    expect(text).toMatch(/p50 9\d ms {2}p90 17\d ms/);
    expect(text).toMatch(/up to 5 ms +█+.? +2/);
    expect(text).toMatch(/1 below zero: clock skew/);
    expect(text).toMatch(/movie\/episode-3.mp3 +█+ +2/);
    screen.press('s');
    expect(screen.ui.page.name).toBe('list');
  });
});

describe('statistics where there is little room', () => {
  it('tell types apart that begin and end alike, and cut no figure', () => {
    const screen = screenOf({ columns: 110, rows: 28 });
    for (const operation of ['InitiateMultipartUpload', 'CompleteMultipartUpload'])
      screen.add(eventOf({ type: `ObjectCreated:${operation}`, latencyMs: 3_600 }));
    screen.press('s');
    expect(hasText(screen, 'InitiateMultipartUpload ')).toBe(true);
    expect(hasText(screen, 'CompleteMultipartUpload ')).toBe(true);
    expect(screen.text().find((line) => line.includes('p50 3'))).not.toContain('…');
  });
});

describe('help and keys', () => {
  it('help is made from the table of keys', () => {
    const screen = screenOf({ rows: 60 });
    screen.press('?');
    for (const binding of KEYS) expect(hasText(screen, `${keyLabel(binding)} `)).toBe(true);
  });

  it('no key means two things', () => {
    const keys = KEYS.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is whole at 60x12, in lines that break between words', () => {
    const screen = screenOf({ columns: 60, rows: 12 });
    screen.press('?');
    expect(screen.text().slice(2, 6)).toEqual([
      'Keys',
      '↓ j          next event; past the newest the list follows',
      '             again',
      '↑ k          previous event; the list stands still',
    ]);
    expect(screen.text().at(-1)).toBe('esc back · ↑↓ scroll (more below) · ? help · q quit');
    screen.press('G');
    expect(screen.text().at(-1)).toBe('esc back · ↑↓ scroll · ? help · q quit');
    expect(hasText(screen, '…')).toBe(false);
  });

  it.each([
    [60, '? help · / search · f filter · space pause · q quit'],
    [80, '? help · / search · f filter · space pause · enter details · q quit'],
  ])('the keys at the foot of %i columns are whole', (columns, line) => {
    expect(screenOf({ columns }).text().at(-1)).toBe(line);
  });

  it('scrolls where the screen is too small for it, and no further than its end', () => {
    const screen = screenOf({ columns: 60, rows: 12 });
    screen.press('?', 'G');
    expect(hasText(screen, 'interrupt')).toBe(true);
    screen.press('down', 'down', 'up');
    expect(screen.ui.page.top).toBeGreaterThan(10);
    screen.press('g');
    expect(hasText(screen, 'Keys')).toBe(true);
  });

  it('esc closes one thing at a time', () => {
    const screen = filled();
    screen.press('enter', 'f', '?');
    const open = () => [screen.ui.page.name, screen.ui.panel.isOpen, screen.ui.details.isOpen];
    screen.press('escape');
    expect(open()).toEqual(['list', true, true]);
    screen.press('escape');
    expect(open()).toEqual(['list', false, true]);
    screen.press('escape');
    expect(open()).toEqual(['list', false, false]);
  });

  it('t goes round local time, UTC and age', () => {
    const screen = filled();
    screen.press('t');
    expect(screen.frame().list.map(plainText)[0]).toMatch(/^ {2} +now /);
    screen.press('t', 't');
    expect(screen.frame().list.map(plainText)[0]).toContain('08:15:30');
  });

  it.each([
    ['q', 'quit'],
    ['ctrl-c', 'interrupt'],
    ['ctrl-z', 'suspend'],
    ['ctrl-l', 'redraw'],
  ])('%s asks for %s', (key, asked) => {
    const screen = screenOf();
    screen.press(key);
    expect(screen.asked).toEqual([asked]);
  });

  it('while text is typed, only ctrl-c and ctrl-z keep their meaning', () => {
    const screen = screenOf();
    screen.press('/', 'q', 'ctrl-c', 'ctrl-z');
    expect(screen.asked).toEqual(['interrupt', 'suspend']);
    expect(screen.ui.prompt?.text).toBe('q');
  });
});

describe('every size', () => {
  it.each([
    [60, 12],
    [80, 24],
    [110, 30],
    [200, 50],
    [300, 100],
    [20, 4],
  ])('%ix%i: no line is wider, no screen higher', (columns, rows) => {
    const screen = filled({ columns, rows });
    screen.add(eventOf({ key: `${'电影/'.repeat(80)}👍🏽🇨🇳مرحبا` }), eventOf({ topic: 'other' }));
    for (const keys of [
      [],
      ['enter'],
      ['f'],
      ['escape', 's'],
      ['?'],
      ['escape', '/', 'e'],
      ['enter', 'space', 'm'],
    ]) {
      screen.press(...keys);
      const { layout, header, page, list, pane = [], footer } = screen.frame();
      const widths = [...header, ...(page ?? list), ...pane, footer].map((line) =>
        cellWidth(blankJumps(line)),
      );
      // Below 60x12 only the screen itself cuts.
      expect(Math.max(...widths)).toBeLessThanOrEqual(Math.max(columns, 25));
      expect((page ?? list).length).toBeLessThanOrEqual(layout.body);
      expect(pane.length).toBeLessThanOrEqual(layout.pane?.height ?? 0);
    }
  });
});
