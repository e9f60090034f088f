/** Growing numbers that are added at the end and dropped at the front: the items that pass a filter, the hits of a search. */
export class NumberList {
  #numbers: number[];
  #head = 0;

  constructor(numbers: number[] = []) {
    this.#numbers = numbers;
  }

  get length(): number {
    return this.#numbers.length - this.#head;
  }

  at(index: number): number | undefined {
    return index < 0 ? undefined : this.#numbers[this.#head + index];
  }

  push(number: number): void {
    this.#numbers.push(number);
  }

  dropBelow(limit: number): void {
    while (this.#head < this.#numbers.length && (this.#numbers[this.#head] ?? 0) < limit) this.#head += 1;
    // Cut in bulk: moving the rest forward for each would cost the whole length every time.
    if (this.#head > 1024 && this.#head * 2 > this.#numbers.length) {
      this.#numbers = this.#numbers.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Index of the first number that is not below the given one; the length when there is none. */
  indexFrom(number: number): number {
    let [low, high] = [this.#head, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low - this.#head;
  }

  has(number: number): boolean {
    return this.at(this.indexFrom(number)) === number;
  }

  copy(): NumberList {
    return new NumberList(this.#numbers.slice(this.#head));
  }
}
