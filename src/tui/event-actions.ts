import type { TailRecord } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { nameOf } from './list-item.ts';
import type { Prompt } from './prompt.ts';
import { counted } from './quantities.ts';
import type { Ui } from './ui.ts';

/** What the keys do with the selected event, or with all that are shown. */

export function copyEvent(ui: Ui): void {
  const record = selectedRecord(ui);
  if (!record) return;
  ui.actions.copy(JSON.stringify(recordJson(record), null, 2));
  ui.news.say(`copied the event as JSON (where OSC 52 is allowed): ${nameOf(record)}`);
}

export function forwardEvent(ui: Ui): void {
  const { forward } = ui.actions;
  const record = selectedRecord(ui);
  if (!record) return;
  if (!forward) {
    ui.news.say('nowhere to forward to: start with --forward URL', true);
    return;
  }
  ui.news.say(`forwarding again: ${nameOf(record)} ...`);
  tell(ui, forward(record), (text) => text);
}

/** What the prompt of `w` ends in. */
export function saveEvents(ui: Ui, { text, scope }: Prompt): void {
  const one = ui.selected;
  const records = scope === 'all' ? ui.model.shownRecords() : one?.kind === 'record' ? [one.record] : [];
  if (text === '' || records.length === 0) {
    ui.news.say(`nothing was saved: ${text === '' ? 'no name was given' : 'there is no event'}`, true);
    return;
  }
  const saved = `saved ${counted(records.length, 'event')} to ${text}`;
  tell(ui, ui.actions.save(text, records), () => saved);
}

function selectedRecord({ selected, news, panel, layout }: Ui): TailRecord | undefined {
  if (panel.isOpen && layout.pane?.place === 'instead') {
    news.say('the filter hides the event; esc closes it', true);
    return undefined;
  }
  if (selected?.kind === 'record') return selected.record;
  news.say(selected ? 'this line is no event' : 'no event is selected', true);
  return undefined;
}

function tell<T>({ news, changed }: Ui, work: Promise<T>, text: (result: T) => string): void {
  work
    .then(
      (result) => news.say(text(result)),
      (error: unknown) => news.say(error instanceof Error ? error.message : String(error), true),
    )
    .then(changed);
}
