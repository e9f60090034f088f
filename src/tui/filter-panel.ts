import type { Model } from './model.ts';

/** The list of types to choose from. The cursor is held by the type, since others come in between. */
export class FilterPanel {
  isOpen = false;
  readonly #model: Model;
  #current: string | undefined;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Those that are kept, and those that are chosen. */
  get types(): string[] {
    const { counts, filter } = this.#model;
    const known = counts.types.top().map(([type]) => type);
    return [...new Set([...known, ...filter.types])].sort();
  }

  /** Of the cursor among the types; -1 when there are none. */
  get index(): number {
    const { types } = this;
    const place = types.findIndex((type) => type >= (this.#current ?? ''));
    return place < 0 ? types.length - 1 : place;
  }

  move(by: number): void {
    const { types, index } = this;
    this.#current = types[Math.max(0, Math.min(index + by, types.length - 1))];
  }

  toggleType(): void {
    const type = this.types[this.index];
    if (type === undefined) return;
    const { filter } = this.#model;
    const types = new Set(filter.types);
    if (!types.delete(type)) types.add(type);
    this.#model.setFilter({ ...filter, types });
    this.#current = type;
  }
}
