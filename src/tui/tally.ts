/** How often each label occurs among the kept records; labels that are gone leave nothing behind. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  get size(): number {
    return this.#counts.size;
  }

  add(label: string): void {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    this.#total += 1;
  }

  remove(label: string): void {
    const rest = (this.#counts.get(label) ?? 0) - 1;
    if (rest > 0) this.#counts.set(label, rest);
    else this.#counts.delete(label);
    this.#total -= 1;
  }

  count(label: string): number {
    return this.#counts.get(label) ?? 0;
  }

  /** The most frequent labels first, equal ones in the order of the alphabet. */
  top(limit = Number.POSITIVE_INFINITY): [label: string, count: number][] {
    const all = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return all.slice(0, limit);
  }
}
