import { toPrintable } from '../domain/printable.ts';
import { cellWidth, cutEnd, lastCells, widestWidth } from './cells.ts';
import type { Prompt } from './prompt.ts';
import { counted } from './quantities.ts';
import { joinSegments, type Segment } from './segments.ts';
import type { Theme } from './theme.ts';
import type { Ui } from './ui.ts';

/** The last line: what is being typed, or else the latest news of an action, or else the keys of the place. */
export function footerLine(ui: Ui, theme: Theme, hasMore: boolean): string {
  const { columns } = ui.size;
  if (ui.prompt) return promptText(ui, ui.prompt, theme);
  const { latest } = ui.news;
  if (latest) {
    const text = cutEnd(toPrintable(latest.text), columns);
    return latest.isError ? theme.bad(text) : theme.good(text);
  }
  return theme.dim(joinSegments(hints(ui, hasMore), columns));
}

function promptText(ui: Ui, prompt: Prompt, theme: Theme): string {
  const label = promptLabel(ui, prompt);
  const hint = prompt.kind === 'save' ? '  (tab: all or selected, esc: not)' : '';
  const { columns } = ui.size;
  const room = columns - cellWidth(label) - 1;
  // The end of what is typed is what the eye is on.
  const text = lastCells(toPrintable(prompt.text), room);
  const rest = columns - cellWidth(label) - widestWidth(text) - 1;
  return theme.bold(label) + text + theme.inverse(' ') + theme.dim(cellWidth(hint) <= rest ? hint : '');
}

function promptLabel({ model }: Ui, { kind, scope }: Prompt): string {
  if (kind === 'search') return '/';
  if (kind === 'glob') return 'key glob: ';
  return scope === 'all'
    ? `save ${counted(model.view.recordCount, 'event')} to: `
    : 'save the selected event to: ';
}

/** The most needed keys stay where there is room for some only. */
function hints({ page, panel, details }: Ui, hasMore: boolean): Segment[] {
  const moreBelow = hasMore ? ' (more below)' : '';
  if (page.isOverList) {
    const more = `↑↓ scroll${moreBelow}`;
    return ranked(['esc back', more, '? help', 'q quit'], [0, 1, 3, 2]);
  }
  if (panel.isOpen)
    return ranked(['space choose', 'tab key glob', 'esc close', '? help', 'q quit'], [1, 0, 2, 4, 3]);
  if (details.isOpen) {
    const more = `PgUp PgDn scroll${moreBelow}`;
    return ranked(['esc close', more, '↑↓ events', 'c copy', '? help', 'q quit'], [1, 0, 2, 5, 4, 3]);
  }
  return ranked(
    ['? help', '/ search', 'f filter', 'space pause', 'enter details', 's statistics', 'q quit'],
    [0, 2, 3, 4, 5, 6, 1],
  );
}

function ranked(texts: readonly string[], ranks: readonly number[]): Segment[] {
  return texts.map((text, index) => ({ text, rank: ranks[index] ?? 0 }));
}
