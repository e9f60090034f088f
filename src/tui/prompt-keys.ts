import { saveEvents } from './event-actions.ts';
import { editedText, type Prompt } from './prompt.ts';
import type { Ui } from './ui.ts';

/** A key while something is typed at the foot of the screen: it edits, enters, or gives up. */
export function typeInto(ui: Ui, prompt: Prompt, key: string): void {
  if (key === 'escape') {
    retype(ui, prompt, prompt.before);
    ui.prompt = undefined;
  } else if (key === 'enter') enter(ui, prompt);
  else if (key === 'tab' && prompt.kind === 'save')
    ui.prompt = { ...prompt, scope: prompt.scope === 'all' ? 'selected' : 'all' };
  else {
    const text = editedText(prompt.text, key);
    if (text !== undefined) retype(ui, prompt, text);
  }
}

export function pasteInto(ui: Ui, prompt: Prompt, line: string): void {
  retype(ui, prompt, prompt.text + line);
}

/** Searches and filters while it is typed. */
function retype(ui: Ui, prompt: Prompt, text: string): void {
  const { model } = ui;
  ui.prompt = { ...prompt, text };
  if (prompt.kind === 'search') model.setQuery(text);
  if (prompt.kind === 'glob') model.setFilter({ ...model.filter, glob: text });
}

function enter(ui: Ui, prompt: Prompt): void {
  ui.prompt = undefined;
  if (prompt.kind === 'search') goToFirstMatch(ui, prompt);
  if (prompt.kind === 'save') saveEvents(ui, prompt);
}

/** An empty search repeats the last one, as in less and vi. */
function goToFirstMatch(ui: Ui, { text, before }: Prompt): void {
  const { model, cursor } = ui;
  if (text === '' && before !== '') model.setQuery(before);
  if (model.query === '') return;
  if (!cursor.toHit(model.view, -1, true)) ui.news.say('no match', true);
}
