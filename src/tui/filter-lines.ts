import { toPrintable } from '../domain/printable.ts';
import { fitLeft, fitRight } from './cells.ts';
import { joinCells } from './columns.ts';
import type { FilterPanel } from './filter-panel.ts';
import type { ListFilter } from './list-filter.ts';
import { formatCount } from './quantities.ts';
import type { Room } from './screen-layout.ts';
import { type Theme, unpainted } from './theme.ts';
import type { Ui } from './ui.ts';

/** Cells of the cursor with the box, and of a count. */
const [BOX, COUNT] = [6, 8];

/** The filter panel: the types with how many of each are kept, and the key glob. */
export function filterLines(ui: Ui, { left, width, height }: Room, theme: Theme): string[] {
  const { model, panel } = ui;
  const { types, index } = panel;
  const { filter, counts } = model;
  const room = Math.max(1, height - 3);
  const top = Math.max(0, Math.min(index - room + 1, types.length - room));
  const rows = types.slice(top, top + room).map((type, line) => {
    const isCurrent = top + line === index;
    const box = filter.types.has(type) ? '[x]' : '[ ]';
    const nameWidth = Math.max(1, width - BOX - COUNT - 1);
    const cells = [
      { text: fitLeft(toPrintable(type), nameWidth), width: nameWidth, paint: theme.family(type) },
      { text: fitRight(formatCount(counts.types.count(type)), COUNT), width: COUNT, paint: unpainted },
    ];
    return `${isCurrent ? theme.inverse('›') : ' '} ${box} ${joinCells(cells, left + BOX)}`;
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
