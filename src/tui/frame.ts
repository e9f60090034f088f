import { detailsLines } from './details-lines.ts';
import { detailsTitle } from './details-title.ts';
import { filterLines } from './filter-lines.ts';
import { footerLine } from './footer-line.ts';
import { headerLines } from './header-lines.ts';
import { helpLines } from './help-lines.ts';
import { searchPattern } from './list-filter.ts';
import { listLines } from './list-lines.ts';
import { type PageWindow, pageWindow } from './page-window.ts';
import type { Room, ScreenLayout } from './screen-layout.ts';
import { statisticsLines } from './statistics-lines.ts';
import type { Theme } from './theme.ts';
import type { Clock } from './time-mode.ts';
import type { Ui } from './ui.ts';

/** One picture of the screen, in lines that fit their places. Components draw it and know nothing else. */
export interface Frame {
  readonly layout: ScreenLayout;
  readonly header: readonly string[];
  /** Help or statistics, over the whole body. */
  readonly page?: readonly string[];
  readonly list: readonly string[];
  readonly pane?: readonly string[];
  readonly footer: string;
  readonly seen: Seen;
}

/** Where what is seen begins, for the next keys to go on from. */
export interface Seen {
  /** Number of the item at the top of the list. */
  readonly listTop?: number;
  /** First line of the page, and of the details. */
  readonly page?: number;
  readonly details?: number;
}

export interface FrameContext {
  readonly names: string;
  readonly theme: Theme;
  readonly nowMs: number;
}

/** Draws what is, and changes nothing. */
export function makeFrame(ui: Ui, context: FrameContext): Frame {
  const { layout, cursor, model } = ui;
  const { theme, nowMs } = context;
  const clock: Clock = { mode: ui.timeMode, nowMs };
  const header = headerLines(ui, context);
  if (ui.page.isOverList) {
    const page = pageWindow(pageText(ui, theme), ui.page.top, layout.body);
    const footer = footerLine(ui, theme, page.hasMore);
    return { layout, header, list: [], page: page.lines, footer, seen: { page: page.top } };
  }
  // Asked for even where the pane hides it: it keeps the window of the list in place.
  const { shown } = model.view;
  const top = cursor.topIndex(shown, layout.list.height);
  const list = listLines(ui, top, { theme, clock });
  const listTop = shown.at(top) ?? 0;
  const pane = layout.pane && paneWindow(ui, layout.pane, { theme, clock });
  const footer = footerLine(ui, theme, pane?.hasMore ?? false);
  if (!pane) return { layout, header, list, footer, seen: { listTop } };
  return { layout, header, list, pane: pane.lines, footer, seen: { listTop, details: pane.top } };
}

function pageText(ui: Ui, theme: Theme): readonly string[] {
  const { columns } = ui.layout;
  return ui.page.name === 'help' ? helpLines(columns, theme) : statisticsLines(ui.model, columns, theme);
}

interface Look {
  readonly theme: Theme;
  readonly clock: Clock;
}

function paneWindow(ui: Ui, pane: Room, { theme, clock }: Look): PageWindow {
  const { width, height } = pane;
  if (ui.panel.isOpen)
    return { ...pageWindow(filterLines(ui, pane, theme), 0, height), top: ui.details.top, hasMore: false };
  const title = detailsTitle(ui, width, theme);
  const text = detailsLines(ui.selected, { width, theme, clock, search: searchPattern(ui.model.query) });
  const window = pageWindow(text, ui.details.top, Math.max(1, height - 1));
  return { ...window, lines: [title, ...window.lines].slice(0, height) };
}
