import { toPrintable } from '../domain/printable.ts';
import { cellWidth, cutEnd } from './cells.ts';
import type { Prompt } from './prompt.ts';
import { counted } from './quantities.ts';
import type { Theme } from './theme.ts';
import type { Ui } from './ui.ts';

/** The last line: what is being typed, or else the latest news of an action, or else the keys of the place. */
export function footerLine(ui: Ui, theme: Theme, nowMs: number): string {
  const { columns } = ui.size;
  if (ui.prompt) return promptText(ui, ui.prompt, theme);
  const { message } = ui;
  if (message && message.untilMs > nowMs) {
    const text = cutEnd(toPrintable(message.text), columns);
    return message.isError ? theme.bad(text) : theme.good(text);
  }
  return theme.dim(cutEnd(hints(ui), columns));
}

function promptText(ui: Ui, prompt: Prompt, theme: Theme): string {
  const label = promptLabel(ui, prompt);
  const hint = prompt.kind === 'save' ? '  (tab: all or selected, esc: not)' : '';
  const { columns } = ui.size;
  const room = columns - cellWidth(label) - 1;
  // The end of what is typed is what the eye is on.
  let text = toPrintable(prompt.text);
  while (cellWidth(text) > room && text !== '') text = [...text].slice(1).join('');
  const rest = columns - cellWidth(label) - cellWidth(text) - 1;
  return theme.bold(label) + text + theme.inverse(' ') + theme.dim(cellWidth(hint) <= rest ? hint : '');
}

function promptLabel({ model }: Ui, { kind, scope }: Prompt): string {
  if (kind === 'search') return '/';
  if (kind === 'glob') return 'key glob: ';
  return scope === 'all'
    ? `save ${counted(model.view.recordCount, 'event')} to: `
    : 'save the selected event to: ';
}

function hints(ui: Ui): string {
  if (ui.page !== 'list') return 'esc back · ↑↓ scroll · ? help · q quit';
  if (ui.hasFilterPanel) return 'space choose · tab key glob · esc close · ? help · q quit';
  return '? help · / search · f filter · space pause · enter details · s statistics · q quit';
}
