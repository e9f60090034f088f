import type { TailRecord } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import type { Actions } from './actions.ts';
import { bindingOf } from './keys.ts';
import { ListCursor } from './list-cursor.ts';
import { isFiltering, NO_FILTER } from './list-filter.ts';
import type { ListItem } from './list-item.ts';
import type { Model } from './model.ts';
import { type Prompt, saveName } from './prompt.ts';
import { typeInto } from './prompt-keys.ts';
import { counted } from './quantities.ts';
import { type ScreenLayout, screenLayout } from './screen-layout.ts';
import { nextTimeMode, type TimeMode } from './time-mode.ts';

export interface UiOptions {
  readonly model: Model;
  readonly actions: Actions;
  readonly now: () => number;
  readonly utc: boolean;
  /** Something to draw came without a key or an event. */
  readonly changed: () => void;
}

export interface Message {
  readonly text: string;
  readonly isError: boolean;
  readonly untilMs: number;
}

const MESSAGE_MS = 5000;

/** What is open, where the cursor stands, and what each key does. Changed in place; `store.ts` draws from it. */
export class Ui {
  readonly model: Model;
  readonly cursor = new ListCursor();
  page: 'list' | 'statistics' | 'help' = 'list';
  hasDetails = false;
  hasFilterPanel = false;
  filterIndex = 0;
  /** First line that is seen of the help, the statistics, the details. */
  pageTop = 0;
  detailsTop = 0;
  prompt: Prompt | undefined;
  message: Message | undefined;
  timeMode: TimeMode;
  size = { columns: 80, rows: 24 };
  readonly #actions: Actions;
  readonly #now: () => number;
  readonly #changed: () => void;
  #marks = 0;

  constructor({ model, actions, now, utc, changed }: UiOptions) {
    this.model = model;
    this.#actions = actions;
    this.#now = now;
    this.#changed = changed;
    this.timeMode = utc ? 'utc' : 'local';
  }

  get layout(): ScreenLayout {
    const { columns, rows } = this.size;
    return screenLayout(columns, rows, this.hasDetails || this.hasFilterPanel);
  }

  get selected(): ListItem | undefined {
    const { shown, items } = this.model.view;
    return items.at(shown.at(this.cursor.selectedIndex(shown)) ?? -1);
  }

  /** Types of the filter panel: those that are kept, and those that are chosen. */
  get filterTypes(): string[] {
    const { counts, filter } = this.model;
    const known = counts.types.top().map(([type]) => type);
    return [...new Set([...known, ...filter.types])].sort();
  }

  press(key: string): void {
    if (key === 'ctrl-c') this.quit('interrupt');
    else if (key === 'ctrl-z') this.suspend();
    else if (this.prompt) typeInto(this, this.prompt, key);
    else bindingOf(key)?.run(this);
  }

  move(by: number): void {
    if (this.page !== 'list') this.pageTop = Math.max(0, this.pageTop + by);
    else if (this.hasFilterPanel) this.#moveInFilter(by);
    else {
      this.cursor.move(this.model.view.shown, by);
      this.detailsTop = 0;
    }
  }

  movePage(direction: 1 | -1): void {
    const { list, body, pane } = this.layout;
    if (this.page !== 'list') this.move(direction * body);
    else if (this.hasDetails && !this.hasFilterPanel)
      this.detailsTop = Math.max(0, this.detailsTop + direction * Math.max(1, (pane?.height ?? 2) - 2));
    else this.move(direction * Math.max(1, list.height - 1));
  }

  toOldest(): void {
    if (this.page !== 'list') this.pageTop = 0;
    else if (this.hasFilterPanel) this.filterIndex = 0;
    else this.cursor.toOldest(this.model.view.shown);
  }

  toNewest(): void {
    if (this.page !== 'list') this.pageTop = Number.MAX_SAFE_INTEGER;
    else if (this.hasFilterPanel) this.filterIndex = Math.max(0, this.filterTypes.length - 1);
    else this.cursor.follow();
  }

  enter(): void {
    if (this.page !== 'list') this.show('list');
    else if (this.hasFilterPanel) this.hasFilterPanel = false;
    else this.toggleDetails();
  }

  toggleDetails(): void {
    this.hasDetails = !this.hasDetails;
    this.detailsTop = 0;
  }

  togglePage(page: 'statistics' | 'help'): void {
    this.show(this.page === page ? 'list' : page);
  }

  show(page: Ui['page']): void {
    this.page = page;
    this.pageTop = 0;
  }

  toggleFilterPanel(): void {
    this.page = 'list';
    this.hasFilterPanel = !this.hasFilterPanel;
  }

  /** In the filter panel it chooses a type, elsewhere it pauses. */
  space(): void {
    if (this.hasFilterPanel && this.page === 'list') this.#toggleType();
    else this.togglePause();
  }

  togglePause(): void {
    const { waiting } = this.model;
    if (this.model.isPaused) this.say(`going on, with ${counted(waiting, 'event')} that waited`);
    this.model.togglePause();
  }

  openSearch(): void {
    this.page = 'list';
    const { query } = this.model;
    this.prompt = { kind: 'search', text: '', scope: 'all', before: query };
  }

  openGlob(): void {
    if (!this.hasFilterPanel) return;
    const { glob } = this.model.filter;
    this.prompt = { kind: 'glob', text: glob, scope: 'all', before: glob };
  }

  toMatch(direction: 1 | -1): void {
    if (this.model.query === '') this.say('nothing is searched for: press / first');
    else if (!this.cursor.toHit(this.model.view, direction)) this.say('no match', true);
  }

  /** Closes one thing, the topmost. */
  escape(): void {
    if (this.page !== 'list') this.show('list');
    else if (this.hasFilterPanel) this.hasFilterPanel = false;
    else if (this.hasDetails) this.hasDetails = false;
    else if (this.model.query !== '') this.model.setQuery('');
    else if (isFiltering(this.model.filter)) this.model.setFilter(NO_FILTER);
  }

  mark(): void {
    this.#marks += 1;
    this.model.mark(`mark ${this.#marks}`, this.#now());
  }

  copy(): void {
    const record = this.#selectedRecord();
    if (!record) return;
    this.#actions.copy(JSON.stringify(recordJson(record), null, 2));
    this.say('copied the event as JSON (where the terminal allows it: OSC 52)');
  }

  openSave(): void {
    const name = saveName(this.#now());
    this.prompt = { kind: 'save', text: name, scope: 'all', before: '' };
  }

  forward(): void {
    const record = this.#selectedRecord();
    if (!record) return;
    const { forward } = this.#actions;
    if (!forward) this.say('nowhere to forward to: start with --forward URL', true);
    else this.#tell(forward(record), (text) => text);
  }

  nextTimeMode(): void {
    this.timeMode = nextTimeMode(this.timeMode);
    this.say({ local: 'local time', utc: 'UTC', age: 'age' }[this.timeMode]);
  }

  quit(how: 'quit' | 'interrupt'): void {
    this.#actions.quit(how);
  }

  suspend(): void {
    if (this.#actions.suspend) this.#actions.suspend();
    else this.say('there is no job control here', true);
  }

  redraw(): void {
    this.#actions.redraw();
  }

  say(text: string, isError = false): void {
    this.message = { text, isError, untilMs: this.#now() + MESSAGE_MS };
  }

  /** What the prompt of `w` ends in. */
  save({ text, scope }: Prompt): void {
    const one = this.selected;
    const records = scope === 'all' ? this.model.shownRecords() : one?.kind === 'record' ? [one.record] : [];
    if (text === '' || records.length === 0) this.say('nothing was saved', true);
    else
      this.#tell(
        this.#actions.save(text, records),
        () => `saved ${counted(records.length, 'event')} to ${text}`,
      );
  }

  #selectedRecord(): TailRecord | undefined {
    const item = this.selected;
    if (item?.kind === 'record') return item.record;
    this.say(item ? 'this line is no event' : 'no event is selected', true);
    return undefined;
  }

  #moveInFilter(by: number): void {
    this.filterIndex = Math.max(0, Math.min(this.filterIndex + by, this.filterTypes.length - 1));
  }

  #toggleType(): void {
    const type = this.filterTypes[this.filterIndex];
    if (type === undefined) return;
    const { filter } = this.model;
    const types = new Set(filter.types);
    if (!types.delete(type)) types.add(type);
    this.model.setFilter({ ...filter, types });
  }

  #tell<T>(work: Promise<T>, text: (result: T) => string): void {
    work
      .then(
        (result) => this.say(text(result)),
        (error: unknown) => this.say(error instanceof Error ? error.message : String(error), true),
      )
      .then(this.#changed);
  }
}
