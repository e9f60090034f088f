interface Node<T> {
  /** The longest other text that this one ends with. */
  readonly parent: Node<T> | undefined;
  /** Undefined until something was open here: lists made ahead cost more than the search itself. */
  open: T[] | undefined;
  /** Children that are open, or have something open below them; undefined until there was one. */
  live: Set<Node<T>> | undefined;
}

/**
 * Texts as a tree in which each hangs below the longest text that it ends with: the compressed trie of the reversed
 * texts. Items are opened and closed under their text, and those whose text is comparable with another (one ends with
 * the other) are found without looking at the rest.
 */
export class EndingTree<T> {
  readonly #nodes: ReadonlyMap<string, Node<T>>;

  /** Takes every text that will be asked for or opened. */
  constructor(texts: Iterable<string>) {
    this.#nodes = hang(new Set(texts));
  }

  open(text: string, item: T): void {
    let node = this.#nodes.get(text);
    let wasDead = isDead(node);
    if (node?.open !== undefined) node.open.push(item);
    else if (node !== undefined) node.open = [item];
    for (; wasDead && node?.parent !== undefined; node = node.parent) {
      wasDead = isDead(node.parent);
      node.parent.live ??= new Set();
      node.parent.live.add(node);
    }
  }

  /** Takes back what was opened last under this text. */
  close(text: string): void {
    let node = this.#nodes.get(text);
    node?.open?.pop();
    for (; isDead(node) && node?.parent !== undefined; node = node.parent) node.parent.live?.delete(node);
  }

  /** Open items whose text ends the given one. */
  endingOf(text: string): readonly T[] {
    let found: T[] | undefined;
    for (let node = this.#nodes.get(text); node !== undefined; node = node.parent) {
      if (node.open === undefined || node.open.length === 0) continue;
      found ??= [];
      addAll(found, node.open);
    }
    return found ?? NOTHING;
  }

  /** Open items whose text ends the given one, or that the given one ends. */
  comparableWith(text: string): readonly T[] {
    const ending = this.endingOf(text);
    const live = this.#nodes.get(text)?.live;
    if (live === undefined || live.size === 0) return ending;
    const found = [...ending];
    const waiting = [...live];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.open !== undefined) addAll(found, node.open);
      if (node.live !== undefined) addAll(waiting, node.live);
    }
    return found;
  }
}

const NOTHING: readonly never[] = [];

/** Sorted by their reversal, every text follows the texts that it ends with. */
function hang<T>(texts: ReadonlySet<string>): Map<string, Node<T>> {
  const nodes = new Map<string, Node<T>>();
  const path: { readonly text: string; readonly node: Node<T> }[] = [];
  for (const text of [...texts].sort(byReversal)) {
    while (path.length > 0 && !text.endsWith(path.at(-1)?.text ?? '')) path.pop();
    const node: Node<T> = { parent: path.at(-1)?.node, open: undefined, live: undefined };
    nodes.set(text, node);
    path.push({ text, node });
  }
  return nodes;
}

/** From the last UTF-16 unit on, as `endsWith` compares; reversed copies would cost more than the sorting. */
function byReversal(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let fromEnd = 1; fromEnd <= shorter; fromEnd++) {
    const difference = one.charCodeAt(one.length - fromEnd) - other.charCodeAt(other.length - fromEnd);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function isDead<T>(node: Node<T> | undefined): boolean {
  return node === undefined || (!node.open?.length && !node.live?.size);
}

function addAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
