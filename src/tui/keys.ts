import { copyEvent, forwardEvent } from './event-actions.ts';
import { move, movePage, toMatch, toNewest, toOldest } from './moving.ts';
import type { Ui } from './ui.ts';

/** A key and what it does; the help screen is made from this table, and the keyboard is read by it. */
export interface KeyBinding {
  /** Names as `key-reader.ts` gives them. */
  readonly keys: readonly string[];
  readonly does: string;
  /** Elsewhere than in the list: on the pages of help and statistics too, or always, even while text is typed. */
  readonly works?: 'on pages' | 'always';
  readonly run: (ui: Ui) => void;
}

export const KEYS: readonly KeyBinding[] = [
  {
    keys: ['down', 'j'],
    does: 'next event; past the newest the list follows again',
    works: 'on pages',
    run: (ui) => move(ui, 1),
  },
  {
    keys: ['up', 'k'],
    does: 'previous event; the list stands still',
    works: 'on pages',
    run: (ui) => move(ui, -1),
  },
  {
    keys: ['page-down', 'ctrl-f'],
    does: 'a page down (of the details, when open)',
    works: 'on pages',
    run: (ui) => movePage(ui, 1),
  },
  { keys: ['page-up', 'ctrl-b'], does: 'a page up', works: 'on pages', run: (ui) => movePage(ui, -1) },
  { keys: ['g', 'home'], does: 'oldest event', works: 'on pages', run: (ui) => toOldest(ui) },
  { keys: ['G', 'end'], does: 'newest event, and follow', works: 'on pages', run: (ui) => toNewest(ui) },
  {
    keys: ['enter'],
    does: 'details of the event, which stays; on and off',
    works: 'on pages',
    run: (ui) => ui.enter(),
  },
  { keys: ['d'], does: 'details, too', run: (ui) => ui.toggleDetails() },
  {
    keys: ['/'],
    does: 'search in type, key, ids; capitals make it heed case',
    run: (ui) => ui.openPrompt('search'),
  },
  { keys: ['n'], does: 'next match, towards the newest', run: (ui) => toMatch(ui, 1) },
  { keys: ['N'], does: 'previous match', run: (ui) => toMatch(ui, -1) },
  {
    keys: ['f'],
    does: 'filter: space chooses types, tab types a key glob',
    run: (ui) => ui.togglePanel(),
  },
  {
    keys: ['tab'],
    does: 'in the filter: type a key glob; in a save: all or selected',
    run: (ui) => ui.openPrompt('glob'),
  },
  { keys: ['space'], does: 'pause, and go on; in the filter: choose the type', run: (ui) => ui.space() },
  { keys: ['m'], does: 'draw a marker line', run: (ui) => ui.mark() },
  { keys: ['c'], does: 'copy the event as JSON (OSC 52)', run: (ui) => copyEvent(ui) },
  {
    keys: ['w'],
    does: 'write all shown events, or the selected one, to a file',
    run: (ui) => ui.openPrompt('save'),
  },
  { keys: ['r'], does: 'forward the event again (with --forward)', run: (ui) => forwardEvent(ui) },
  { keys: ['s'], does: 'statistics', works: 'on pages', run: (ui) => ui.page.toggle('statistics') },
  { keys: ['t'], does: 'time: local, UTC, age', run: (ui) => ui.nextTimeMode() },
  {
    keys: ['escape'],
    does: 'close help, details, search, filter: one at a time',
    works: 'on pages',
    run: (ui) => ui.escape(),
  },
  { keys: ['?'], does: 'this help', works: 'on pages', run: (ui) => ui.page.toggle('help') },
  { keys: ['ctrl-l'], does: 'draw the screen anew', works: 'on pages', run: (ui) => ui.actions.redraw() },
  { keys: ['ctrl-z'], does: 'suspend (fg comes back)', works: 'always', run: (ui) => ui.suspend() },
  { keys: ['q'], does: 'quit', works: 'on pages', run: (ui) => ui.actions.quit('quit') },
  {
    keys: ['ctrl-c'],
    does: 'interrupt (ends with 130)',
    works: 'always',
    run: (ui) => ui.actions.quit('interrupt'),
  },
];

const BY_KEY = new Map(KEYS.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)));

export function bindingOf(key: string): KeyBinding | undefined {
  return BY_KEY.get(key);
}

const SIGNS: Record<string, string> = {
  down: '↓',
  up: '↑',
  'page-down': 'PgDn',
  'page-up': 'PgUp',
  home: 'Home',
  end: 'End',
  escape: 'esc',
};

/** The keys as they stand on a keyboard: `↓ j`. */
export function keyLabel({ keys }: KeyBinding): string {
  return keys.map((key) => SIGNS[key] ?? key).join(' ');
}
