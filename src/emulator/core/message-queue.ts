import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Journal, Kept, StoredMessage } from './journal.ts';
import type { Limits } from './limits.ts';
import { LongPolls } from './long-polls.ts';
import { type Message, md5Of, type NewMessage } from './message.ts';
import { type MessageCounts, MessageStore } from './message-store.ts';
import { newMessage, newMessageProblem } from './new-message.ts';
import { Problem } from './problem.ts';
import { type QueueAttributes, rangeProblem } from './queue-attributes.ts';
import { QueueRecords } from './queue-records.ts';
import { noTotals, type QueueTotals } from './queue-totals.ts';
import { messageIdOf, mintReceipt } from './receipt.ts';

const SECOND_MS = 1000;

export interface QueueSurroundings {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly journal: Journal;
}

/** One MNS queue: delayed, active and inactive messages, receipts, long polls. */
export class MessageQueue {
  readonly name: string;
  createdAtMs: number;
  modifiedAtMs: number;
  attributes: QueueAttributes;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #faults: Faults;
  readonly #records: QueueRecords;
  readonly #store = new MessageStore();
  readonly #polls: LongPolls<Message>;
  #sent = 0;
  #duplicated = 0;
  #deleted = 0;
  #expired = 0;
  #cancelWake: () => void = () => undefined;
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor(
    name: string,
    attributes: QueueAttributes,
    { clock, limits, faults, journal }: QueueSurroundings,
  ) {
    this.name = name;
    this.attributes = attributes;
    this.#clock = clock;
    this.#limits = limits;
    this.#faults = faults;
    this.#records = new QueueRecords(journal, name);
    this.#polls = new LongPolls(clock);
    this.createdAtMs = clock.now();
    this.modifiedAtMs = this.createdAtMs;
  }

  /** Takes the times, the messages and the totals that it had when the emulator ended. */
  restore(
    { createdAtMs, modifiedAtMs }: Kept<QueueAttributes>,
    messages: Iterable<StoredMessage>,
    { sent, duplicated, deleted, expired }: QueueTotals = noTotals,
  ): void {
    this.createdAtMs = createdAtMs;
    this.modifiedAtMs = modifiedAtMs;
    this.#sent = sent;
    this.#duplicated = duplicated;
    this.#deleted = deleted;
    this.#expired = expired;
    for (const message of messages) this.#store.add({ ...message, hiddenSlot: -1 });
  }

  setAttributes(attributes: QueueAttributes): void {
    this.attributes = attributes;
    this.modifiedAtMs = this.#clock.now();
    this.record();
  }

  /** Writes down the queue itself, without its messages. */
  record(): void {
    const { attributes, createdAtMs, modifiedAtMs } = this;
    this.#records.kept({ attributes, createdAtMs, modifiedAtMs });
  }

  counts(): MessageCounts {
    this.#advance();
    return this.#store.counts;
  }

  send(wanted: NewMessage): Message | Problem {
    const problem = this.problemWith(wanted);
    return problem ?? this.deliver(wanted);
  }

  problemWith(wanted: NewMessage): Problem | undefined {
    return newMessageProblem(wanted, this.attributes.maximumMessageBytes, this.#limits);
  }

  /** Enqueues without asking for limits: a topic's copy, envelope included, may be longer than a message. */
  deliver(wanted: NewMessage, bodyMd5: string = md5Of(wanted.body)): Message {
    const message = this.#add(wanted, bodyMd5);
    if (this.#faults.duplicates()) {
      this.#add(wanted, bodyMd5, true);
      this.#duplicated += 1;
    }
    this.#servePolls();
    return message;
  }

  receive(maximum: number): readonly Message[] {
    this.#advance();
    return this.#take(maximum);
  }

  /** Answers as soon as there is a message, at the latest after `waitMs`. Returns how to withdraw. */
  poll(maximum: number, waitMs: number, done: (messages: readonly Message[]) => void): () => void {
    const messages = this.receive(maximum);
    const answersAtOnce =
      messages.length > 0 || waitMs <= 0 || this.#polls.size >= this.#limits.longPollsPerQueue;
    if (answersAtOnce) {
      done(messages);
      return () => undefined;
    }
    const withdraw = this.#polls.add(maximum, waitMs, done);
    this.#wakeWhenNextIsVisible();
    return () => {
      withdraw();
      this.#wakeWhenNextIsVisible();
    };
  }

  /** Each is counted where it happens, so that the books can be checked against what is there. */
  totals(): QueueTotals {
    this.#advance();
    return { sent: this.#sent, duplicated: this.#duplicated, deleted: this.#deleted, expired: this.#expired };
  }

  peek(maximum: number): readonly Message[] {
    this.#advance();
    return this.#store.peek(maximum);
  }

  /** Every message with its state, for inspection; nothing changes. */
  all(): readonly Message[] {
    this.#advance();
    return this.#store.all();
  }

  remove(receipt: string): Problem | undefined {
    const message = this.#holderOf(receipt);
    if (message instanceof Problem) return message;
    this.#store.remove(message);
    this.#records.gone(message);
    this.#deleted += 1;
    return undefined;
  }

  /** The new timeout counts from now; the message gets a new receipt and the old one dies. */
  changeVisibility(receipt: string, seconds: number): Message | Problem {
    const message = this.#holderOf(receipt);
    if (message instanceof Problem) return message;
    const problem = rangeProblem('VisibilityTimeout', this.#limits.visibilitySeconds, seconds);
    if (problem !== undefined) return problem;
    this.#hide(message, seconds * SECOND_MS, this.#clock.now());
    this.#wakeWhenNextIsVisible();
    return message;
  }

  /** Ends waiting polls with nothing; for a deleted queue and for the end of the emulator. */
  endPolls(): void {
    this.#polls.endAll();
    this.#sleep();
  }

  #add(wanted: NewMessage, bodyMd5: string, isDuplicate = false): Message {
    const { delaySeconds } = this.attributes;
    const usual = { delaySeconds, priority: this.#limits.priority.usual };
    const message = newMessage(wanted, bodyMd5, usual, this.#clock.now());
    this.#store.add(message);
    this.#sent += 1;
    this.#records.added(message, isDuplicate);
    return message;
  }

  #take(maximum: number): Message[] {
    const taken: Message[] = [];
    // One time for all: what is hidden for 30 seconds is hidden for just that, from when it was handed out.
    const now = this.#clock.now();
    while (taken.length < maximum) {
      if (this.#faults.reorders()) this.#store.putNextLast();
      const message = this.#store.next();
      if (message === undefined) break;
      message.dequeueCount += 1;
      if (message.firstDequeuedAtMs === 0) message.firstDequeuedAtMs = now;
      this.#hide(message, this.attributes.visibilitySeconds * SECOND_MS, now);
      taken.push(message);
    }
    return taken;
  }

  #hide(message: Message, forMs: number, now: number): void {
    message.receipt = mintReceipt(message.id, now, forMs, message.dequeueCount);
    this.#store.hide(message, now + forMs);
    this.#records.hidden(message);
  }

  #holderOf(receipt: string): Message | Problem {
    this.#advance();
    const id = messageIdOf(receipt);
    if (id === undefined) return new Problem('receipt-invalid');
    const message = this.#store.find(id);
    if (message === undefined) return new Problem('message-missing');
    return message.receipt === receipt ? message : new Problem('receipt-invalid');
  }

  #advance(): void {
    const now = this.#clock.now();
    this.#expired += this.#store.advance(now, now - this.attributes.retentionSeconds * SECOND_MS);
  }

  #servePolls(): void {
    if (this.#polls.size === 0) return;
    this.#advance();
    this.#polls.serve((maximum) => this.#take(maximum));
    this.#wakeWhenNextIsVisible();
  }

  /** Only a waiting poll needs a timer: anyone else looks at the clock when asking. */
  #wakeWhenNextIsVisible(): void {
    if (this.#polls.size === 0) {
      this.#sleep();
      return;
    }
    const next = this.#store.nextVisibleAtMs();
    if (next === undefined || next >= this.#wakesAtMs) return;
    this.#cancelWake();
    this.#wakesAtMs = next;
    this.#cancelWake = this.#clock.setTimer(Math.max(0, next - this.#clock.now()), () => {
      this.#wakesAtMs = Number.POSITIVE_INFINITY;
      this.#servePolls();
    });
  }

  #sleep(): void {
    this.#cancelWake();
    this.#wakesAtMs = Number.POSITIVE_INFINITY;
  }
}
