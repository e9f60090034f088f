import type { Journal, Kept } from './journal.ts';
import type { Message } from './message.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/** What a queue writes down of its changes, so that they survive the process. */
export class QueueRecords {
  readonly #journal: Journal;
  readonly #queue: string;

  constructor(journal: Journal, queue: string) {
    this.#journal = journal;
    this.#queue = queue;
  }

  /** The queue itself, without its messages. */
  kept(queue: Kept<QueueAttributes>): void {
    this.#journal.record({ kind: 'queue', name: this.#queue, queue });
  }

  added(added: Message, isDuplicate: boolean): void {
    if (!this.#journal.isKept) return;
    const { hiddenSlot, ...message } = added;
    const change = { kind: 'message', queue: this.#queue, message } as const;
    this.#journal.record(isDuplicate ? { ...change, isDuplicate } : change);
  }

  hidden({ id, receipt = '', visibleAtMs, firstDequeuedAtMs, dequeueCount }: Message): void {
    if (!this.#journal.isKept) return;
    const hidden = { id, receipt, visibleAtMs, firstDequeuedAtMs, dequeueCount };
    this.#journal.record({ kind: 'message-hidden', queue: this.#queue, hidden });
  }

  gone({ id }: Message): void {
    this.#journal.record({ kind: 'message-gone', queue: this.#queue, id });
  }
}
