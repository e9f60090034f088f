/** Scripts that terminals measure differently, on one that adds up all characters of a cluster, as tmux does. */
import { describe, expect, it } from 'vitest';
import { eventOf } from './support.ts';
import { runTui } from './terminal.ts';

const NAMES = ['हिन्दी', 'กำลัง', '👍🏽👍🏿', '👩‍👩‍👧'];

describe.each(NAMES)('figures after %s', (name) => {
  it.each([
    [80, 24],
    [120, 40],
  ])('are whole in the statistics at %ix%i', async (columns, rows) => {
    const tui = runTui({ columns, rows });
    for (let number = 0; number < 16; number++)
      void tui.sink.write(
        eventOf({ type: `ObjectCreated:${name}`, key: `${name}/a`, requestId: `${number}` }),
      );
    tui.type('s');
    const screen = await tui.screen();
    const figures = screen.filter((row) => row.includes(' 16')).join('\n');
    // By type, by prefix and (beside or below) the top key.
    expect(figures.match(/ {6}16(?= |$)/gm)?.length).toBeGreaterThanOrEqual(columns < 100 ? 2 : 3);
    expect(screen.join('\n')).not.toMatch(/[█ ] {6,}6$/m);
    await tui.sink.close();
  });

  it.each([
    [80, 24],
    [120, 40],
  ])('are whole in the filter panel at %ix%i', async (columns, rows) => {
    const tui = runTui({ columns, rows });
    for (let number = 0; number < 16; number++)
      void tui.sink.write(eventOf({ type: `ObjectCreated:${name}`, key: `${number}` }));
    tui.type('f');
    const screen = await tui.screen();
    const row = screen.findIndex((line) => line.includes('[ ] ObjectCreated'));
    const cells = Array.from({ length: 8 }, (_, cell) => tui.terminal.cell(row, columns - 8 + cell));
    expect(cells.join('')).toBe('      16');
    await tui.sink.close();
  });

  it('are whole in the list where only the type or the source is foreign', async () => {
    const tui = runTui();
    void tui.sink.write(eventOf({ key: 'a', topic: 'other' }));
    void tui.sink.write(eventOf({ type: `ObjectCreated:${name}`, key: 'b', topic: name, size: 12_345 }));
    const screen = await tui.screen();
    expect(screen.find((line) => line.startsWith('›'))).toMatch(/demo-bucket\/b +12\.1 KB {2}250 ms$/);
    await tui.sink.close();
  });

  it('moves nothing that stands beside the list', async () => {
    const tui = runTui({ columns: 120, rows: 40 });
    for (const key of ['a', name.repeat(20), 'c']) void tui.sink.write(eventOf({ key }));
    tui.sink.notice?.({ kind: 'notice', link: 'lost', atMs: 0, text: name.repeat(30) });
    tui.type('d');
    await tui.screen();
    for (let row = 2; row < 39; row++) expect(tui.terminal.cell(row, 67)).toBe('│');
    await tui.sink.close();
  });
});

describe('details', () => {
  it.each([
    ['हिन्दी', 24],
    ['กำลัง', 30],
    ['👩‍👩‍👧👍🏽', 12],
  ])('lose no character of a long key of %s', async (name, count) => {
    const key = Array.from({ length: count }, (_, number) => `${name}${number}`).join('-');
    const tui = runTui({ columns: 80, rows: 60 });
    void tui.sink.write(eventOf({ key, requestId: 'R' }));
    tui.type('d');
    const screen = (await tui.screen()).map((line) => line.trim());
    const start = screen.findIndex((line) => line.startsWith('key  '));
    const end = screen.findIndex((line) => line.startsWith('size  '));
    const shown = screen
      .slice(start, end)
      .join('')
      .replace(/^key +/, '');
    expect(shown).toBe(key);
    await tui.sink.close();
  });
});
