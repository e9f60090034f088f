import { scroll, scrollToEnd } from './page.ts';
import type { Ui } from './ui.ts';

/** The keys that move move what is on top: the page, the filter panel, or the list with its details. */

export function move(ui: Ui, by: number): void {
  const { page, panel, cursor, details } = ui;
  if (page.isOverList) scroll(page, by);
  else if (panel.isOpen) panel.move(by);
  else {
    cursor.move(ui.model.view.shown, by);
    details.top = 0;
  }
}

export function movePage(ui: Ui, direction: 1 | -1): void {
  const { page, panel, details, layout } = ui;
  const { list, body, pane } = layout;
  if (page.isOverList) scroll(page, direction * body);
  else if (details.isOpen && !panel.isOpen) scroll(details, direction * Math.max(1, (pane?.height ?? 2) - 2));
  else move(ui, direction * Math.max(1, list.height - 1));
}

export function toOldest(ui: Ui): void {
  const { page, panel, cursor, details } = ui;
  if (page.isOverList) page.top = 0;
  else if (panel.isOpen) panel.move(Number.NEGATIVE_INFINITY);
  else {
    cursor.toOldest(ui.model.view.shown);
    details.top = 0;
  }
}

export function toNewest(ui: Ui): void {
  const { page, panel, cursor, details } = ui;
  if (page.isOverList) scrollToEnd(page);
  else if (panel.isOpen) panel.move(Number.POSITIVE_INFINITY);
  else {
    cursor.follow();
    details.top = 0;
  }
}

/** To the next match, or to the one before, round the ends. */
export function toMatch(ui: Ui, direction: 1 | -1): void {
  const { model, cursor, news, details } = ui;
  if (model.query === '') news.say('nothing is searched for: press / first');
  else if (!cursor.toHit(model.view, direction)) news.say('no match', true);
  else details.top = 0;
}
