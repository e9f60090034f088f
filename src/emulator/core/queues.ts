import type { Kept, StoredMessage } from './journal.ts';
import type { Limits } from './limits.ts';
import { type Page, type PageRequest, pageOf } from './listing.ts';
import { MessageQueue, type QueueSurroundings } from './message-queue.ts';
import { nameProblem } from './names.ts';
import { Problem } from './problem.ts';
import {
  type QueueAttributes,
  queueAttributesProblem,
  sameQueueAttributes,
  usualQueueAttributes,
} from './queue-attributes.ts';
import type { QueueTotals } from './queue-totals.ts';

/** The account's queues by name. */
export class Queues {
  readonly #surroundings: QueueSurroundings;
  readonly #limits: Limits;
  readonly #byName = new Map<string, MessageQueue>();

  constructor(surroundings: QueueSurroundings) {
    this.#surroundings = surroundings;
    this.#limits = surroundings.limits;
  }

  all(): IterableIterator<MessageQueue> {
    return this.#byName.values();
  }

  find(name: string): MessageQueue | undefined {
    return this.#byName.get(name);
  }

  get(name: string): MessageQueue | Problem {
    return this.#byName.get(name) ?? new Problem('queue-missing', name);
  }

  page(request: PageRequest): Page<MessageQueue> {
    return pageOf(this.#byName.values(), request);
  }

  /** `existed` tells a repeat with the same attributes, which the service answers with 204. */
  create(name: string, given: Partial<QueueAttributes>): { readonly existed: boolean } | Problem {
    const problem =
      nameProblem(name, {
        longest: this.#limits.nameLength,
        invalid: 'queue-name-invalid',
        length: 'queue-name-length',
      }) ?? queueAttributesProblem(given, this.#limits);
    if (problem !== undefined) return problem;
    const attributes = { ...usualQueueAttributes(this.#limits), ...given };
    const existing = this.#byName.get(name);
    if (existing !== undefined)
      return sameQueueAttributes(existing.attributes, attributes)
        ? { existed: true }
        : new Problem('queue-exists', name);
    if (this.#byName.size >= this.#limits.queues) return new Problem('quota-exceeded', 'queues');
    const queue = new MessageQueue(name, attributes, this.#surroundings);
    this.#byName.set(name, queue);
    queue.record();
    return { existed: false };
  }

  setAttributes(name: string, given: Partial<QueueAttributes>): Problem | undefined {
    const queue = this.get(name);
    if (queue instanceof Problem) return queue;
    const problem = queueAttributesProblem(given, this.#limits);
    if (problem === undefined) queue.setAttributes({ ...queue.attributes, ...given });
    return problem;
  }

  /** A missing queue is no error: the service documents none. Subscriptions that point at it stay. */
  delete(name: string): void {
    const queue = this.#byName.get(name);
    if (queue === undefined) return;
    this.#byName.delete(name);
    this.#surroundings.journal.record({ kind: 'queue-gone', name });
    queue.endPolls();
  }

  /** A queue as it was when the emulator ended. */
  restore(
    name: string,
    kept: Kept<QueueAttributes>,
    messages: Iterable<StoredMessage>,
    totals: QueueTotals,
  ): void {
    const queue = new MessageQueue(name, kept.attributes, this.#surroundings);
    queue.restore(kept, messages, totals);
    this.#byName.set(name, queue);
  }

  clear(): void {
    this.endPolls();
    this.#byName.clear();
  }

  endPolls(): void {
    for (const queue of this.#byName.values()) queue.endPolls();
  }
}
