import { cutEnd } from './cells.ts';
import { formatRow } from './event-row.ts';
import { isFiltering, searchPattern } from './list-filter.ts';
import { rowLayout } from './row-layout.ts';
import type { Theme } from './theme.ts';
import type { Clock } from './time-mode.ts';
import type { Ui } from './ui.ts';

/** The lines of the list that are seen, from an index on, the newest at the bottom. Only these are ever made. */
export function listLines(
  ui: Ui,
  top: number,
  { theme, clock }: { readonly theme: Theme; readonly clock: Clock },
): string[] {
  const { model, cursor, layout } = ui;
  const { width, height } = layout.list;
  const { shown, hits, items } = model.view;
  if (shown.length === 0) return emptyLines(ui, theme, width);
  const selectedIndex = ui.isSelectedGone ? -1 : cursor.selectedIndex(shown);
  const { sources } = model.counts;
  const context = {
    layout: rowLayout({ width, sources }),
    theme,
    clock,
    sources,
    search: searchPattern(model.query),
  };
  const count = Math.min(height, shown.length - top);
  return Array.from({ length: count }, (_, line) => {
    const number = shown.at(top + line) ?? -1;
    const item = items.at(number);
    const state = { isSelected: top + line === selectedIndex, isHit: hits.has(number) };
    return item ? formatRow(item, state, context) : '';
  });
}

function emptyLines({ model }: Ui, theme: Theme, width: number): string[] {
  const text = isFiltering(model.filter)
    ? 'no event passes the filter; esc clears it'
    : 'no event yet; they appear here as they come';
  return ['', theme.dim(cutEnd(`  ${text}`, width))];
}
