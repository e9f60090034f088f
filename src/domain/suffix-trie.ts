interface Node<T> {
  readonly children: Map<string, Node<T>>;
  readonly items: T[];
  /** Items here and below. */
  live: number;
}

/**
 * The patterns that are open at the moment of a walk, by their reversed suffixes: finds those whose suffix is
 * comparable with another (one ends with the other), without looking at the rest.
 */
export class SuffixTrie<T> {
  readonly #root: Node<T> = emptyNode();

  insert(suffix: string, item: T): void {
    let node = this.#root;
    node.live++;
    for (let at = suffix.length - 1; at >= 0; at--) {
      node = childOf(node, suffix.charAt(at));
      node.live++;
    }
    node.items.push(item);
  }

  /** Takes back the item inserted last under this suffix; dead branches go, so that memory follows what is open. */
  remove(suffix: string): void {
    let node = this.#root;
    node.live--;
    for (let at = suffix.length - 1; at >= 0; at--) {
      const letter = suffix.charAt(at);
      const child = node.children.get(letter);
      if (child === undefined) return;
      if (--child.live === 0) {
        node.children.delete(letter);
        return;
      }
      node = child;
    }
    node.items.pop();
  }

  /** Items whose suffix ends `text`. */
  endingOf(text: string): T[] {
    return this.#walk(text).found;
  }

  /** Items whose suffix ends `text`, or that `text` ends. */
  comparableWith(text: string): T[] {
    const { found, end } = this.#walk(text);
    if (end !== undefined) collectBelow(end, found);
    return found;
  }

  #walk(text: string): { found: T[]; end: Node<T> | undefined } {
    let node: Node<T> | undefined = this.#root;
    const found = [...node.items];
    for (let at = text.length - 1; at >= 0; at--) {
      node = node.children.get(text.charAt(at));
      if (node === undefined) return { found, end: undefined };
      for (const item of node.items) found.push(item);
    }
    return { found, end: node };
  }
}

function emptyNode<T>(): Node<T> {
  return { children: new Map(), items: [], live: 0 };
}

function childOf<T>(node: Node<T>, letter: string): Node<T> {
  const existing = node.children.get(letter);
  if (existing !== undefined) return existing;
  const child = emptyNode<T>();
  node.children.set(letter, child);
  return child;
}

/** Without recursion: a chain is as long as a suffix may be. */
function collectBelow<T>(start: Node<T>, found: T[]): void {
  const waiting = [...start.children.values()];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const item of node.items) found.push(item);
    waiting.push(...node.children.values());
  }
}
