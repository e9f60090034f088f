import type { Actions } from './actions.ts';
import { FilterPanel } from './filter-panel.ts';
import type { Seen } from './frame.ts';
import { bindingOf } from './keys.ts';
import type { LastState } from './last-state.ts';
import { ListCursor } from './list-cursor.ts';
import { isFiltering, NO_FILTER } from './list-filter.ts';
import type { ListItem } from './list-item.ts';
import type { Model } from './model.ts';
import { News } from './news.ts';
import { Page } from './page.ts';
import { type Prompt, pastedLine, promptOf } from './prompt.ts';
import { pasteInto, typeInto } from './prompt-keys.ts';
import { counted } from './quantities.ts';
import { type ScreenLayout, screenLayout } from './screen-layout.ts';
import { nextTimeMode, TIME_MODE_NAMES, type TimeMode } from './time-mode.ts';

export interface UiOptions {
  readonly model: Model;
  readonly actions: Actions;
  readonly now: () => number;
  readonly utc: boolean;
  /** Something to draw came without a key or an event. */
  readonly changed: () => void;
}

/** What is open and where the cursor stands. Changed in place by the keys; `store.ts` draws from it. */
export class Ui {
  readonly model: Model;
  readonly actions: Actions;
  readonly changed: () => void;
  readonly cursor = new ListCursor();
  readonly page = new Page();
  readonly panel: FilterPanel;
  readonly details = { isOpen: false, top: 0 };
  readonly news: News;
  prompt: Prompt | undefined;
  timeMode: TimeMode;
  lastState: LastState | undefined;
  size = { columns: 80, rows: 24 };
  readonly #now: () => number;
  #marks = 0;
  #isHolding = false;
  /** What the details or the prompt were opened for, though the list may have let it go. */
  #held: ListItem | undefined;

  constructor({ model, actions, now, utc, changed }: UiOptions) {
    this.model = model;
    this.actions = actions;
    this.changed = changed;
    this.panel = new FilterPanel(model);
    this.news = new News(now);
    this.timeMode = utc ? 'utc' : 'local';
    this.#now = now;
  }

  get layout(): ScreenLayout {
    const { columns, rows } = this.size;
    return screenLayout(columns, rows, this.details.isOpen || this.panel.isOpen);
  }

  get selected(): ListItem | undefined {
    return this.#held ?? this.#current;
  }

  /** Whether the selected event is held though newer ones have taken its place. */
  get isSelectedGone(): boolean {
    return this.#held !== undefined && this.model.view.items.at(this.cursor.number) === undefined;
  }

  get #current(): ListItem | undefined {
    const { shown, items } = this.model.view;
    return items.at(shown.at(this.cursor.selectedIndex(shown)) ?? -1);
  }

  press(key: string): void {
    const binding = bindingOf(key);
    if (binding?.works === 'always') binding.run(this);
    else if (this.prompt) typeInto(this, this.prompt, key);
    else if (binding && (binding.works === 'on pages' || !this.page.isOverList)) binding.run(this);
    this.#hold();
  }

  /** Takes over from what was drawn where things stand. */
  drawn({ listTop, page, details }: Seen): void {
    if (listTop !== undefined) this.cursor.keepTop(listTop);
    if (page !== undefined) this.page.top = page;
    if (details !== undefined) this.details.top = details;
  }

  /** What details and prompts were opened for stays what they are about, whatever comes. */
  #hold(): void {
    const { cursor, details, prompt, model } = this;
    const { shown, items } = model.view;
    const isHolding = details.isOpen || prompt?.kind === 'save';
    if (isHolding && !this.#isHolding) cursor.pin(shown);
    if (!isHolding && this.#isHolding) cursor.unpin();
    this.#isHolding = isHolding;
    if (!isHolding || cursor.isFollowing) this.#held = undefined;
    else if (items.at(cursor.number) || !this.#held) this.#held = this.#current;
  }

  /** Text from the clipboard is never a command. */
  paste(text: string): void {
    const line = pastedLine(text);
    if (this.prompt) pasteInto(this, this.prompt, line);
    else this.news.say('pasted text is no command; press / to search for it', true);
  }

  enter(): void {
    if (this.page.isOverList) this.page.show('list');
    else if (this.panel.isOpen) this.panel.isOpen = false;
    else this.toggleDetails();
  }

  toggleDetails(): void {
    const isSeen = this.details.isOpen && !this.panel.isOpen;
    this.panel.isOpen = false;
    Object.assign(this.details, { isOpen: !isSeen, top: 0 });
  }

  togglePanel(): void {
    this.panel.isOpen = !this.panel.isOpen;
  }

  /** In the filter panel it chooses a type, elsewhere it pauses. */
  space(): void {
    if (this.panel.isOpen) this.panel.toggleType();
    else this.togglePause();
  }

  togglePause(): void {
    const { model, cursor, selected } = this;
    if (model.isPaused) this.news.say(`going on, with ${counted(model.waiting, 'event')} that waited`);
    model.togglePause();
    if (selected && !cursor.isFollowing) cursor.renumber(model.view.numberOf(selected) ?? -1);
  }

  openPrompt(kind: Prompt['kind']): void {
    if (kind === 'glob' && !this.panel.isOpen) return;
    this.prompt = promptOf(kind, this.model, this.#now());
  }

  /** Closes one thing, the topmost. */
  escape(): void {
    const { model, page, panel, details } = this;
    if (page.isOverList) page.show('list');
    else if (panel.isOpen) panel.isOpen = false;
    else if (details.isOpen) details.isOpen = false;
    else if (model.query !== '') model.setQuery('');
    else if (isFiltering(model.filter)) model.setFilter(NO_FILTER);
  }

  mark(): void {
    this.#marks += 1;
    this.model.mark(`mark ${this.#marks}`, this.#now());
  }

  nextTimeMode(): void {
    this.timeMode = nextTimeMode(this.timeMode);
    this.news.say(TIME_MODE_NAMES[this.timeMode]);
  }

  suspend(): void {
    if (this.actions.suspend) this.actions.suspend();
    else this.news.say('there is no job control here', true);
  }
}
