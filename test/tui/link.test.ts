/** What the header says of the links: never better than what is known. */
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/sources/source.ts';
import { silentMs } from '../../src/tui/link-state.ts';
import { linkStatus } from '../../src/tui/link-status.ts';
import { eventOf, NOW_MS, plainText, screenOf } from './support.ts';
import { runTui } from './terminal.ts';

const notice = (link: Notice['link'], secondsAgo: number, more: Partial<Notice> = {}): Notice => ({
  kind: 'notice',
  link,
  atMs: NOW_MS - secondsAgo * 1000,
  answerWithinMs: 30_000,
  ...more,
});

describe('an answer that does not come', () => {
  it.each([
    [37, '● ready · topic demo · polled 37 s ago'],
    [39, '● no answer for 39 s · topic demo'],
    [200, '● no answer for 200 s · topic demo'],
  ])('%i s after the last one: %s', (seconds, text) => {
    const screen = screenOf();
    screen.model.notice(notice('ready', 300));
    screen.model.notice(notice('polled', seconds));
    expect(screen.text()[0]).toContain(text);
  });

  it('names the silent one of several; a lost one is worse', () => {
    const screen = screenOf({ columns: 100 });
    screen.model.notice(notice('ready', 3, { source: 'movies' }));
    screen.model.notice(notice('ready', 60, { source: 'logs' }));
    expect(screen.text()[0]).toMatch(/^● no answer for 60 s: logs · /);
    screen.model.notice(notice('lost', 2, { source: 'movies' }));
    expect(screen.text()[0]).toMatch(/^● lost: movies · /);
  });

  it('is none while a shorter poll is kept, nor of a link that is lost', () => {
    expect(silentMs({ state: 'ready', lastPollAtMs: 0, answerWithinMs: 2000 }, 10_000)).toBeUndefined();
    expect(silentMs({ state: 'ready', lastPollAtMs: 0, answerWithinMs: 2000 }, 10_001)).toBe(10_001);
    expect(silentMs({ state: 'lost', lastPollAtMs: 0, answerWithinMs: 2000 }, 99_000)).toBeUndefined();
  });
});

describe('the state of several links', () => {
  it.each([
    [[], 'connecting'],
    [['ready', 'connecting'], 'connecting'],
    [['ready', 'listening'], 'ready'],
    [['reading'], 'reading'],
    [['listening', 'listening'], 'listening'],
    [['ready', 'lost'], 'lost'],
  ] as const)('%j: %s', (states, kind) => {
    const links = new Map(states.map((state, index) => [String(index), { state }]));
    expect(linkStatus(links, 0).kind).toBe(kind);
  });
});

it('a text that is read is not connecting', () => {
  const screen = screenOf();
  screen.model.notice({ kind: 'notice', link: 'reading', atMs: NOW_MS });
  expect(screen.text()[0]).toBe('● reading · topic demo · last event never');
});

it('the end of a source makes it no readier', () => {
  const screen = screenOf();
  screen.model.notice(notice('closing', 0));
  expect(screen.text()[0]).toMatch(/^● connecting/);
});

it('one outage of two sources is one', () => {
  const screen = screenOf({ columns: 120 });
  for (const source of ['movies', 'logs']) screen.model.notice(notice('ready', 9, { source }));
  for (const link of ['lost', 'back'] as const)
    for (const source of ['movies', 'logs']) screen.model.notice(notice(link, 1, { source }));
  expect(screen.text()[0]).toContain('reconnected 1×');
  screen.model.notice(notice('lost', 1, { source: 'movies' }));
  screen.model.notice(notice('back', 1, { source: 'movies' }));
  expect(screen.text()[0]).toContain('reconnected 2×');
});

describe('several sources', () => {
  it.each([
    [60, [], 'movi', 'phot'],
    [80, [], 'movies', 'photos'],
    [110, ['d'], 'movi', 'phot'],
    [124, ['d'], 'movi', 'phot'],
  ])('are told apart at %i columns after %j, from the first event on', (columns, keys, one, other) => {
    const screen = screenOf({ columns });
    screen.model.counts.expect(['movies', 'photos']);
    screen.add(eventOf({ topic: 'movies' }));
    screen.press(...keys);
    expect(plainText(screen.frame().list[0] ?? '')).toContain(`08:15:30 ${one} + Put`);
    screen.add(eventOf({ topic: 'photos' }));
    expect(plainText(screen.frame().list[1] ?? '')).toContain(`08:15:30 ${other} + Put`);
  });

  it('are known to the screen once they are to the program', async () => {
    const tui = runTui({ columns: 80 });
    tui.sink.rename('topics movies, photos', ['movies', 'photos']);
    void tui.sink.write(eventOf({ topic: 'movies' }));
    expect((await tui.screen())[2]).toContain('08:15:30 movies + PutObject');
    await tui.sink.close();
  });
});
