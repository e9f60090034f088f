import type { ListItem } from './list-item.ts';
import { NumberList } from './number-list.ts';
import { createRing, type Ring } from './ring.ts';

type Test = (item: ListItem) => boolean;

/** The kept items with what a filter leaves of them and what a search finds in that, all kept up item by item. */
export class ListView {
  readonly items: Ring<ListItem>;
  #filter: Test | undefined;
  #search: Test | undefined;
  #shown: NumberList;
  #hits: NumberList;
  /** Marks and news, which pass every filter. */
  #rules: NumberList;

  constructor(
    items: Ring<ListItem>,
    shown = new NumberList(),
    hits = new NumberList(),
    rules = new NumberList(),
  ) {
    this.items = items;
    this.#shown = shown;
    this.#hits = hits;
    this.#rules = rules;
  }

  static empty(capacity: number): ListView {
    return new ListView(createRing(capacity));
  }

  /** Numbers of the items that pass the filter. */
  get shown(): NumberList {
    return this.#shown;
  }

  /** Numbers of the shown items that the search finds. */
  get hits(): NumberList {
    return this.#hits;
  }

  /** How many of the shown items are records. */
  get recordCount(): number {
    return this.#shown.length - this.#rules.length;
  }

  /** How many of the shown records came after the item of that number. */
  recordsAfter(number: number): number {
    const after = (list: NumberList) => list.length - list.indexFrom(number + 1);
    return after(this.#shown) - after(this.#rules);
  }

  /** A frozen view numbers what was added to both otherwise. */
  numberOf(item: ListItem): number | undefined {
    for (let number = this.items.end - 1; number >= this.items.first; number--)
      if (this.items.at(number) === item) return number;
    return undefined;
  }

  push(item: ListItem): ListItem | undefined {
    const evicted = this.items.push(item);
    this.#shown.dropBelow(this.items.first);
    this.#hits.dropBelow(this.items.first);
    this.#rules.dropBelow(this.items.first);
    this.#sort(item, this.items.end - 1);
    return evicted;
  }

  /** Undefined lets everything pass. */
  filter(test: Test | undefined): void {
    this.#filter = test;
    this.#sortAll();
  }

  /** Undefined finds nothing. */
  search(test: Test | undefined): void {
    this.#search = test;
    this.#sortAll();
  }

  /** A view that stays as it is while this one goes on. */
  freeze(): ListView {
    const frozen = new ListView(this.items.copy(), this.#shown.copy(), this.#hits.copy(), this.#rules.copy());
    frozen.#filter = this.#filter;
    frozen.#search = this.#search;
    return frozen;
  }

  #sortAll(): void {
    this.#shown = new NumberList();
    this.#hits = new NumberList();
    this.#rules = new NumberList();
    for (let number = this.items.first; number < this.items.end; number++) {
      const item = this.items.at(number);
      if (item) this.#sort(item, number);
    }
  }

  #sort(item: ListItem, number: number): void {
    if (this.#filter?.(item) === false) return;
    this.#shown.push(number);
    if (item.kind !== 'record') this.#rules.push(number);
    if (this.#search?.(item)) this.#hits.push(number);
  }
}
