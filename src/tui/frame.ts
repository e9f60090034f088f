import { detailsLines } from './details-lines.ts';
import { filterLines } from './filter-lines.ts';
import { footerLine } from './footer-line.ts';
import { headerLines } from './header-lines.ts';
import { helpLines } from './help-lines.ts';
import { listLines } from './list-lines.ts';
import type { Scrolled } from './page.ts';
import { pageWindow } from './page-window.ts';
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
}

export interface FrameContext {
  readonly names: string;
  readonly theme: Theme;
  readonly nowMs: number;
}

export function makeFrame(ui: Ui, context: FrameContext): Frame {
  const { layout } = ui;
  const { theme, nowMs } = context;
  const clock: Clock = { mode: ui.timeMode, nowMs };
  // The footer last: it tells whether there is more of what is seen.
  const rest = () => ({ layout, header: headerLines(ui, context), footer: footerLine(ui, theme) });
  if (ui.page.isOverList) return { list: [], page: pageLines(ui, theme), ...rest() };
  // Asked for even where the pane hides it: it keeps the window of the list in place.
  const list = listLines(ui, { theme, clock });
  if (!layout.pane) return { list, ...rest() };
  return { list, pane: paneLines(ui, layout.pane, { theme, clock }), ...rest() };
}

function pageLines(ui: Ui, theme: Theme): readonly string[] {
  const { columns, body } = ui.layout;
  const text =
    ui.page.name === 'help' ? helpLines(columns, theme) : statisticsLines(ui.model, columns, theme);
  return seenLines(text, ui.page, body);
}

function paneLines(ui: Ui, pane: Room, { theme, clock }: { theme: Theme; clock: Clock }): readonly string[] {
  if (ui.panel.isOpen) return filterLines(ui, pane, theme).slice(0, pane.height);
  const text = detailsLines(ui.selected, { width: pane.width, theme, clock });
  return seenLines(text, ui.details, pane.height);
}

function seenLines(text: readonly string[], scrolled: Scrolled, height: number): readonly string[] {
  const { top, lines } = pageWindow(text, scrolled.top, height);
  scrolled.top = top;
  scrolled.hasMore = top + lines.length < text.length;
  return lines;
}
