import { AgeLine } from './age-line.ts';
import { Fifo } from './fifo.ts';
import { IndexedHeap } from './indexed-heap.ts';
import type { Message } from './message.ts';

const PRIORITIES = 16;

export interface MessageCounts {
  readonly active: number;
  readonly inactive: number;
  readonly delayed: number;
}

/** The messages of one queue, ordered for every question it must answer without a search:
 *  who is next (a line per priority), who becomes visible when, who is the oldest, whose id is this. */
export class MessageStore {
  readonly #ready: Fifo<Message>[] = Array.from({ length: PRIORITIES }, () => new Fifo<Message>());
  readonly #hidden = new IndexedHeap<'hiddenSlot', Message>('hiddenSlot', (message) => message.visibleAtMs);
  readonly #byAge = new AgeLine();
  /** Only those that have, or had, a receipt: nobody else is ever asked for by id. */
  readonly #known = new Map<string, Message>();
  readonly #counts = { active: 0, inactive: 0, delayed: 0, gone: 0 };

  get counts(): MessageCounts {
    return this.#counts;
  }

  get size(): number {
    return this.#byAge.size;
  }

  find(id: string): Message | undefined {
    return this.#known.get(id);
  }

  /** Oldest first. */
  all(): Message[] {
    return this.#byAge.all();
  }

  add(message: Message): void {
    this.#byAge.add(message);
    this.#counts[message.state] += 1;
    if (message.receipt !== undefined) this.#known.set(message.id, message);
    if (message.state === 'active') this.#line(message).push(message);
    else this.#hidden.add(message);
  }

  /** Takes the next active message, smallest priority first; the caller hides or removes it. */
  next(): Message | undefined {
    if (this.#counts.active === 0) return undefined;
    for (const line of this.#ready) {
      const message = this.#nextOf(line);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  /** Lets the one behind it go first. */
  putNextLast(): void {
    const message = this.next();
    if (message !== undefined) this.#line(message).push(message);
  }

  hide(message: Message, visibleAtMs: number): void {
    this.#hidden.remove(message);
    message.visibleAtMs = visibleAtMs;
    this.#known.set(message.id, message);
    this.#enter(message, 'inactive');
    this.#hidden.add(message);
  }

  remove(message: Message): void {
    this.#hidden.remove(message);
    this.#known.delete(message.id);
    this.#enter(message, 'gone');
    this.#byAge.closeUp();
  }

  /** Makes active what has become visible, and drops what was enqueued before `keptSinceMs`; how many it dropped. */
  advance(nowMs: number, keptSinceMs: number): number {
    let dropped = 0;
    for (let oldest = this.#byAge.oldest(); oldest !== undefined; oldest = this.#byAge.oldest()) {
      if (oldest.enqueuedAtMs > keptSinceMs) break;
      this.remove(oldest);
      dropped += 1;
    }
    for (let due = this.#hidden.first(); due !== undefined; due = this.#hidden.first()) {
      if (due.visibleAtMs > nowMs) break;
      this.#hidden.remove(due);
      due.receipt = undefined;
      this.#enter(due, 'active');
      this.#line(due).push(due);
    }
    return dropped;
  }

  /** When the next hidden message becomes visible. */
  nextVisibleAtMs(): number | undefined {
    return this.#hidden.first()?.visibleAtMs;
  }

  /** Up to `maximum` active messages in the order of receiving, left where they are. */
  peek(maximum: number): Message[] {
    const seen: Message[] = [];
    for (const line of this.#ready) {
      this.#dropGoneHead(line);
      for (const message of line) {
        if (seen.length === maximum) return seen;
        if (message.state === 'active') seen.push(message);
      }
    }
    return seen;
  }

  #nextOf(line: Fifo<Message>): Message | undefined {
    this.#dropGoneHead(line);
    return line.shift();
  }

  /** An active message can only go by age; its place in line is then skipped here. */
  #dropGoneHead(line: Fifo<Message>): void {
    while (line.size > 0 && line.first()?.state !== 'active') line.shift();
  }

  #line(message: Message): Fifo<Message> {
    const line = this.#ready[message.priority - 1];
    if (line === undefined) throw new RangeError(`priority ${message.priority}`);
    return line;
  }

  #enter(message: Message, state: Message['state']): void {
    this.#counts[message.state] -= 1;
    message.state = state;
    if (state !== 'gone') this.#counts[state] += 1;
  }
}
