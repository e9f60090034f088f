/** A binary heap, smallest key first; every item remembers its place in the field named `slot`. */
export class IndexedHeap<Slot extends string, Item extends { [slot in Slot]: number }> {
  readonly #items: Item[] = [];
  readonly #slot: Slot;
  readonly #key: (item: Item) => number;

  constructor(slot: Slot, key: (item: Item) => number) {
    this.#slot = slot;
    this.#key = key;
  }

  get size(): number {
    return this.#items.length;
  }

  /** In no particular order. */
  all(): readonly Item[] {
    return this.#items;
  }

  first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** Takes the item out; one that is not in this heap is left alone. */
  remove(item: Item): void {
    const at = item[this.#slot];
    if (this.#items[at] !== item) return;
    const last = this.#items.pop();
    this.#mark(item, -1);
    if (last === undefined || last === item) return;
    this.#rise(last, at);
    this.#sink(last, last[this.#slot]);
  }

  #mark(item: Item, place: number): void {
    (item as { [slot in Slot]: number })[this.#slot] = place;
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    this.#mark(item, place);
  }

  #rise(item: Item, from: number): void {
    const key = this.#key(item);
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.#items[parentAt];
      if (parent === undefined || this.#key(parent) <= key) break;
      this.#put(parent, at);
      at = parentAt;
    }
    this.#put(item, at);
  }

  #sink(item: Item, from: number): void {
    const key = this.#key(item);
    let at = from;
    for (;;) {
      const childAt = this.#smallerChild(at);
      const child = this.#items[childAt];
      if (child === undefined || this.#key(child) >= key) break;
      this.#put(child, at);
      at = childAt;
    }
    this.#put(item, at);
  }

  #smallerChild(at: number): number {
    const left = this.#items[2 * at + 1];
    const right = this.#items[2 * at + 2];
    const rightIsSmaller = left !== undefined && right !== undefined && this.#key(right) < this.#key(left);
    return rightIsSmaller ? 2 * at + 2 : 2 * at + 1;
  }
}
