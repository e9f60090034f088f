import { describe, expect, it } from 'vitest';
import { lineFormatter } from '../../src/sinks/lines.ts';
import { rowLayout } from '../../src/tui/row-layout.ts';
import { CONTROLS, SCRIPTS, SEQUENCES } from './hostile.ts';
import { eventOf, undecodableOf } from './support.ts';
import { openTerminal, type RunningTui, runTui } from './terminal.ts';

const KEYS = [...CONTROLS, ...SEQUENCES, ...SCRIPTS];
const SIZES = [
  [60, 12],
  [80, 24],
  [200, 50],
] as const;

async function screenWith(keys: readonly string[], [columns, rows]: readonly [number, number]) {
  const tui = runTui({ columns, rows });
  for (const key of keys) void tui.sink.write(eventOf({ key, requestId: 'R' }));
  await tui.screen();
  return tui;
}

/** Every cell outside the names of the list, as one text a row. */
function around(tui: RunningTui, [columns, rows]: readonly [number, number]): string[] {
  const { time, type, name } = rowLayout({ width: columns, sources: [] });
  const [from, to] = [2 + time + 1 + type + 1, 2 + time + 1 + type + 1 + name];
  return Array.from({ length: rows }, (_, row) => {
    const isInList = row >= 2 && row < rows - 1;
    const cells = Array.from({ length: columns }, (_, column) =>
      isInList && column >= from && column < to ? '' : tui.terminal.cell(row, column),
    );
    return cells.join('');
  });
}

describe.each(SIZES)('keys from outside, on a screen of %ix%i', (columns, rows) => {
  const size = [columns, rows] as const;
  const perScreen = rows - 3;
  const pages = Array.from({ length: Math.ceil(KEYS.length / perScreen) }, (_, page) =>
    KEYS.slice(page * perScreen, (page + 1) * perScreen),
  );

  it.each(pages.map((keys, page) => [page, keys] as const))(
    'page %i of them changes nothing outside its cell',
    async (_, keys) => {
      const harmless = await screenWith(
        keys.map((_, index) => `harmless-${index}`),
        size,
      );
      const hostile = await screenWith(keys, size);
      expect(around(hostile, size)).toEqual(around(harmless, size));
      expect(hostile.terminal.happened).toEqual([]);
      expect([hostile.terminal.isAlternate, hostile.terminal.isCursorHidden]).toEqual([true, true]);
      for (const tui of [harmless, hostile]) await tui.sink.close();
    },
  );
});

const FEWER = [CONTROLS.join(''), ...SEQUENCES, ...SCRIPTS];

describe('details, panels and prompts', () => {
  it.each(FEWER.map((key) => [JSON.stringify(key).slice(0, 40), key]))('hold %s', async (_, key) => {
    const tui = runTui({ columns: 120, rows: 40 });
    void tui.sink.write(eventOf({ key, type: `ObjectCreated:${key}`, bucket: key, topic: key }));
    void tui.sink.write(undecodableOf(key));
    tui.sink.notice?.({ kind: 'notice', link: 'lost', atMs: 0, text: key });
    for (const input of ['k', 'k', 'd', 'f', ' ', '\t', 'a*', '\r', 'f', '/', 'a', '\r', 's']) {
      tui.type(input);
      const screen = await tui.screen();
      expect(screen.at(0)).toMatch(/^● lost/);
      expect(screen.at(-1)).toMatch(
        /^\? help|^space choose|^key glob:|^\/|^esc (?:back|close)|^no match|^copied/,
      );
    }
    expect(tui.terminal.happened).toEqual([]);
    expect(tui.terminal.isAlternate).toBe(true);
    await tui.sink.close();
  });
});

describe('lines mode', () => {
  it.each(KEYS.map((key) => [JSON.stringify(key).slice(0, 40), key]))(
    'writes %s as text alone',
    async (_, key) => {
      const terminal = openTerminal(80, 60);
      const format = lineFormatter({ colors: 2, utc: true });
      const [before, after] = [format(eventOf({ key: 'before' })), format(eventOf({ key: 'after' }))];
      const lines = [
        before,
        format(eventOf({ key, type: key, bucket: key })),
        format(undecodableOf(key)),
        after,
      ];
      terminal.output.write(lines.map((line) => `${line}\n`).join(''));
      await terminal.settled();
      const rows = terminal.rows().filter((row) => row !== '');
      expect(terminal.happened).toEqual([]);
      expect(terminal.isAlternate).toBe(false);
      const start = '2026-03-02 08:15:30.000Z  ObjectCreated:PutObject  demo-bucket/';
      const isWhole = (row: string | undefined, name: string) => row?.startsWith(`${start}${name}`);
      // A key of a kilobyte takes many rows, and what came before may have scrolled away.
      if (key.length < 1000) expect(isWhole(rows.at(0), 'before')).toBe(true);
      expect(rows.some((row) => isWhole(row, 'after'))).toBe(true);
    },
  );
});
