/**
 * Where the values of a JSON text stand. Node's parser does not tell, and a parser that does takes a hundred times as
 * long; this one looks only at what leads to the values asked for. The text must be valid JSON.
 */
export class JsonPositions {
  readonly #text: string;
  /** Offsets of the line breaks, once they are needed. */
  #breaks: number[] | undefined;
  readonly #children = new Map<number, Map<string | number, number>>();

  constructor(text: string) {
    this.#text = text;
  }

  /** 1-based line of the value at this path, or of the nearest one around it. */
  lineOf(path: readonly (string | number)[]): number {
    let offset = this.#skipBlank(0);
    for (const step of path) {
      const next = this.#childrenOf(offset).get(step);
      if (next === undefined) break;
      offset = next;
    }
    return this.#lineAt(offset);
  }

  /** The number of line breaks before the place, and one; the breaks are sorted, so the interval is halved. */
  #lineAt(offset: number): number {
    this.#breaks ??= breaksOf(this.#text);
    let low = 0;
    let high = this.#breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#breaks[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }

  #childrenOf(container: number): Map<string | number, number> {
    const known = this.#children.get(container);
    if (known !== undefined) return known;
    const found = this.#readChildren(container);
    this.#children.set(container, found);
    return found;
  }

  #readChildren(container: number): Map<string | number, number> {
    const found = new Map<string | number, number>();
    const isList = this.#text[container] === '[';
    if (!isList && this.#text[container] !== '{') return found;
    let at = this.#skipBlank(container + 1);
    while (at < this.#text.length && !/[\]}]/.test(this.#text[at] ?? '')) {
      let step: string | number = found.size;
      if (!isList) {
        const end = this.#endOfString(at);
        step = String(JSON.parse(this.#text.slice(at, end)));
        at = this.#skipBlank(this.#skipBlank(end) + 1);
      }
      found.set(step, at);
      at = this.#skipBlank(this.#endOfValue(at));
      if (this.#text[at] === ',') at = this.#skipBlank(at + 1);
    }
    return found;
  }

  #skipBlank(at: number): number {
    return matchEnd(/\s*/y, this.#text, at);
  }

  /** The quote that no backslash escapes; an even number of them escapes only each other. */
  #endOfString(at: number): number {
    let quote = this.#text.indexOf('"', at + 1);
    while (quote !== -1 && this.#isEscaped(quote)) quote = this.#text.indexOf('"', quote + 1);
    return quote === -1 ? this.#text.length : quote + 1;
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text[at - 1 - backslashes] === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  #endOfValue(at: number): number {
    const first = this.#text[at];
    if (first === '"') return this.#endOfString(at);
    return first === '{' || first === '['
      ? this.#endOfContainer(at)
      : matchEnd(/[^,\]}\s]*/y, this.#text, at);
  }

  #endOfContainer(start: number): number {
    let depth = 0;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at];
      if (char === '"') at = this.#endOfString(at) - 1;
      else if (char === '{' || char === '[') depth++;
      else if (char === '}' || char === ']') depth--;
      if (depth === 0) return at + 1;
    }
    return this.#text.length;
  }
}

function breaksOf(text: string): number[] {
  const breaks: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) breaks.push(at);
  return breaks;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  // Never the place itself where something must stand, or a loop would not end.
  return match === null ? at + 1 : at + match[0].length;
}
