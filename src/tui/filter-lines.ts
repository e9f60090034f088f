import { toPrintable } from '../domain/printable.ts';
import { fitLeft, fitRight } from './cells.ts';
import type { FilterPanel } from './filter-panel.ts';
import type { ListFilter } from './list-filter.ts';
import { formatCount } from './quantities.ts';
import type { Theme } from './theme.ts';
import type { Ui } from './ui.ts';

/** The filter panel: the types with how many of each are kept, and the key glob. */
export function filterLines(ui: Ui, width: number, height: number, theme: Theme): string[] {
  const { model, panel } = ui;
  const { types, index } = panel;
  const { filter, counts } = model;
  const room = Math.max(1, height - 3);
  const top = Math.max(0, Math.min(index - room + 1, types.length - room));
  const rows = types.slice(top, top + room).map((type, line) => {
    const isCurrent = top + line === index;
    const box = filter.types.has(type) ? '[x]' : '[ ]';
    const count = fitRight(formatCount(counts.types.count(type)), 8);
    const name = theme.family(type)(fitLeft(toPrintable(type), Math.max(1, width - 15)));
    return `${isCurrent ? theme.inverse('›') : ' '} ${box} ${name}${count}`;
  });
  return [
    theme.bold(fitLeft(titleOf(ui.panel, filter, room), width)),
    ...(rows.length === 0 ? [theme.dim(fitLeft('  no event yet', width))] : rows),
    '',
    fitLeft(`key: ${filter.glob === '' ? 'any' : toPrintable(filter.glob)}`, width),
  ];
}

function titleOf({ types, index }: FilterPanel, filter: ListFilter, room: number): string {
  const place = types.length > room ? ` (${index + 1} of ${types.length})` : '';
  return `filter by type${place}${filter.types.size === 0 ? ': none chosen, all pass' : ''}`;
}
