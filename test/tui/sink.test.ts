import { describe, expect, it } from 'vitest';
import { eventOf, NOW_MS } from './support.ts';
import { runTui } from './terminal.ts';

describe('the terminal UI on a terminal', () => {
  it.each([
    [60, 12],
    [80, 24],
    [200, 50],
  ])('draws header, list and footer, and answers keys, at %ix%i', async (columns, rows) => {
    const tui = runTui({ columns, rows });
    tui.sink.notice?.({ kind: 'notice', link: 'ready', atMs: 0 });
    for (let number = 0; number < 100; number++) void tui.sink.write(eventOf({ key: `movie/${number}.mp3` }));
    let screen = await tui.screen();
    expect(screen[0]).toMatch(/^● ready/);
    expect(screen[1]).toContain('100 events');
    expect(screen.at(-2)).toMatch(/^› 08:15:30.*PutObject.*99\.mp3 +5 B +250 ms$/);
    expect(screen.at(-1)).toMatch(/^\? help/);
    // Arrow up, PgUp and Home as terminals send them; then quick typing in one go.
    tui.type('\u001B[A');
    screen = await tui.screen();
    expect(screen.at(-3)).toMatch(/^›.*98\.mp3/);
    tui.type('\u001B[5~');
    tui.type('\u001B[H');
    expect((await tui.screen())[2]).toMatch(/^›.*\b0\.mp3/);
    tui.type('jjj');
    expect((await tui.screen())[5]).toMatch(/^›.*\b3\.mp3/);
    tui.type('/movie/5');
    expect((await tui.screen()).at(-1)).toMatch(/^\/movie\/5/);
    tui.type('\r');
    tui.type('?');
    expect((await tui.screen())[2]).toBe('Keys');
    await tui.sink.close();
  });

  it('follows the size of its window, and clears no history', async () => {
    const tui = runTui({ columns: 120, rows: 40, before: 'what the shell has shown\n' });
    for (let number = 0; number < 50; number++) void tui.sink.write(eventOf({ key: `${number}` }));
    await tui.screen();
    tui.terminal.resize(60, 12);
    let screen = await tui.screen();
    expect(screen.at(-1)).toMatch(/^\? help/);
    expect(screen[2]).toContain('demo-bucket/41');
    tui.terminal.resize(200, 50);
    screen = await tui.screen();
    expect(screen[2]).toContain('demo-bucket/3');
    expect(screen.at(-1)).toMatch(/^\? help/);
    await tui.sink.close();
    expect((await tui.screen())[0]).toBe('what the shell has shown');
    // As Ink clears a screen: with what has scrolled away.
    expect(tui.terminal.written()).not.toContain('\u001B[3J');
  });

  it('lets ages grow while nothing comes', async () => {
    const tui = runTui();
    void tui.sink.write(eventOf());
    tui.sink.notice?.({ kind: 'notice', link: 'ready', atMs: NOW_MS });
    expect((await tui.screen())[0]).toMatch(/polled just now · last event just now/);
    for (let second = 0; second < 3; second++) {
      tui.passSecond();
      await tui.screen();
    }
    expect((await tui.screen())[0]).toMatch(/polled 3 s ago · last event 3 s ago/);
    await tui.sink.close();
  });

  it('draws a spoilt screen anew by ctrl-l', async () => {
    const tui = runTui();
    void tui.sink.write(eventOf({ key: 'movie/a.mp3' }));
    const before = await tui.screen();
    tui.terminal.output.write('\u001B[3;1Hspoilt\u001B[9;1Hspoilt');
    expect(await tui.screen()).not.toEqual(before);
    tui.type('\u000C');
    expect(await tui.screen()).toEqual(before);
    await tui.sink.close();
  });

  it('leaves the terminal as it found it', async () => {
    const tui = runTui();
    await tui.screen();
    expect([tui.terminal.isAlternate, tui.terminal.isCursorHidden, tui.isRaw()]).toEqual([true, true, true]);
    await tui.sink.close();
    await tui.screen();
    expect([tui.terminal.isAlternate, tui.terminal.isCursorHidden, tui.isRaw()]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(['stop', 'end'] as const)(
    'gives the terminal back when the process comes to a %s',
    async (event) => {
      const tui = runTui();
      await tui.screen();
      tui.job(event);
      await tui.screen();
      expect([tui.terminal.isAlternate, tui.terminal.isCursorHidden, tui.isRaw()]).toEqual([
        false,
        false,
        false,
      ]);
      tui.job('continue');
      const screen = await tui.screen();
      expect([tui.terminal.isAlternate, tui.isRaw()]).toEqual([true, true]);
      expect(screen[0]).toMatch(/^● connecting/);
      await tui.sink.close();
    },
  );

  it('is drawn anew, in raw mode, when a stop came unseen and others used the terminal', async () => {
    const tui = runTui();
    void tui.sink.write(eventOf({ key: 'movie/a.mp3' }));
    const before = await tui.screen();
    tui.terminal.output.write('\u001B[?7h\u001B[?25h\u001B[3;1H[1]+  Stopped\r\n$ fg');
    expect(await tui.screen()).not.toEqual(before);
    tui.modesSet.length = 0;
    tui.job('continue');
    expect(await tui.screen()).toEqual(before);
    // What is raw in Node's eyes is made so again only when it was not in between.
    expect(tui.modesSet).toEqual([false, true]);
    expect(tui.terminal.isCursorHidden).toBe(true);
    await tui.sink.close();
  });

  it('hands quit, interrupt and suspend on, and ends when told to', async () => {
    const tui = runTui();
    await tui.screen();
    tui.type('q');
    tui.type('\u0003');
    tui.type('\u001A');
    await tui.screen();
    expect(tui.quits).toEqual(['quit', 'interrupt', 'stopped']);
    await tui.sink.close();
  });

  it('copies by OSC 52', async () => {
    const tui = runTui();
    void tui.sink.write(eventOf({ key: 'movie/a.mp3' }));
    tui.type('c');
    expect((await tui.screen()).at(-1)).toContain('copied the event');
    const [copied = ''] = tui.terminal.happened;
    const json = Buffer.from(copied.replace('OSC 52 c;', ''), 'base64').toString();
    expect(JSON.parse(json)).toMatchObject({ key: 'movie/a.mp3', type: 'ObjectCreated:PutObject' });
    await tui.sink.close();
  });

  it('keeps only as many events as it is told to', async () => {
    const tui = runTui({ buffer: 5 });
    for (let number = 0; number < 8; number++) void tui.sink.write(eventOf({ key: `${number}` }));
    const screen = await tui.screen();
    expect(screen[1]).toContain('8 events');
    expect(screen.filter((row) => row.includes('PutObject'))).toHaveLength(5);
    await tui.sink.close();
  });

  it('shows a new name once it is known', async () => {
    const tui = runTui();
    tui.sink.rename('topics a, b');
    expect((await tui.screen())[0]).toContain('topics a, b');
    await tui.sink.close();
  });

  it.each([0, 1, 2, 3] as const)('reads the same at colour level %i', async (colors) => {
    const tui = runTui({ colors });
    void tui.sink.write(eventOf({ key: 'movie/a.mp3' }));
    expect((await tui.screen())[2]).toBe(
      '› 08:15:30 + PutObject        demo-bucket/movie/a.mp3            5 B  250 ms',
    );
    await tui.sink.close();
  });
});
