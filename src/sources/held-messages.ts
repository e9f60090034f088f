import type { MnsClient, ReceivedMessage } from '../clients/mns.ts';
import { createBag } from '../domain/bag.ts';
import type { Message } from '../domain/record.ts';
import { Held } from './held-message.ts';
import type { Delivery } from './source.ts';

export interface HeldMessagesOptions {
  readonly queue: string;
  /** The topic that feeds the queue, told with its messages. */
  readonly topic?: string;
  readonly client: Pick<MnsClient, 'changeVisibility'>;
  readonly now: () => number;
  /** How far this computer's clock is ahead of the service's, as far as known. */
  readonly clockAheadMs: () => number;
  /** A message was handled, and is to be deleted by this receipt. */
  readonly acknowledged: (receipt: string, messageId: string) => void;
}

/** Messages that were received and are neither acknowledged nor given back: ours for as long as they stay hidden. */
export interface HeldMessages {
  /** The messages of an answer that has just come. */
  add(messages: readonly ReceivedMessage[]): readonly Delivery[];
  /** How often `renew` has to be called, in milliseconds: often enough for the shortest hiding seen so far. */
  renewalMs(): number;
  /** Hides those anew of which less than half the time is left: a slow sink must not make them come twice. */
  renew(signal: AbortSignal): Promise<void>;
  /** Resolves when the receipt of all that was acknowledged is known. */
  settled(): Promise<void>;
  /** Makes all that is left visible at once; best effort. */
  giveBack(signal: AbortSignal): Promise<void>;
}

/** The service's default, where a message's own times make no sense. */
const USUAL_HIDING_MS = 30_000;
/** So that all that polls may have brought is given back in the time that there is at an end. */
const PARALLEL_RELEASES = 64;
/** The rhythm of renewals, where messages are hidden for long enough, and the quickest there is. */
const USUAL_RENEWAL_MS = 1500;
const QUICKEST_RENEWAL_MS = 250;

export function createHeldMessages(options: HeldMessagesOptions): HeldMessages {
  const { queue, client, now, clockAheadMs } = options;
  const held = createBag<Held>();
  /** Acknowledged while they were being hidden anew. */
  const unsettled = new Set<Promise<void>>();
  let shortestMs = Number.POSITIVE_INFINITY;

  async function hideAnew(entry: Held, signal: AbortSignal): Promise<void> {
    const seconds = Math.max(1, Math.round(entry.hiddenForMs / 1000));
    try {
      // The old receipt dies with this call.
      entry.receipt = (await client.changeVisibility(queue, entry.receipt, seconds, signal)).receipt;
      entry.hiddenUntilMs = now() + entry.hiddenForMs;
    } catch {
      // Too late, or no link: the deletion will tell. Tried again at the next round while there is time.
    }
    entry.renewing = undefined;
  }

  function leave(entry: Held): void {
    if (entry.place) held.takeOut(entry.place);
    entry.place = undefined;
  }

  function handled(entry: Held): void {
    if (entry.place === undefined) return;
    leave(entry);
    if (entry.renewing === undefined) acknowledge(entry);
    else later(entry, entry.renewing);
  }

  function acknowledge({ receipt, message }: Held): void {
    options.acknowledged(receipt, message.messageId ?? '');
  }

  /** A message that is just being hidden anew is deleted by the receipt that comes of it. */
  function later(entry: Held, renewing: Promise<void>): void {
    const settled = renewing.then(() => {
      acknowledge(entry);
      unsettled.delete(settled);
    });
    unsettled.add(settled);
  }

  /** What was let go and has become visible again is anybody's. */
  function forgetExpired(): void {
    for (const entry of held.members()) if (entry.isLetGo && entry.hiddenUntilMs < now()) leave(entry);
  }

  function messageOf(received: ReceivedMessage, receivedAtMs: number): Message {
    const { body, messageId, enqueuedAtMs, dequeueCount } = received;
    const message = { body, receivedAtMs, queue, messageId, enqueuedAtMs, dequeueCount };
    // The new member first: behind what it spreads, Node 20 would make a hidden class of its own for each object.
    return options.topic === undefined ? message : { topic: options.topic, ...message };
  }

  function hold(received: ReceivedMessage, receivedAtMs: number): Held {
    const hiddenForMs = received.nextVisibleAtMs - (receivedAtMs - clockAheadMs());
    const lifeMs = hiddenForMs > 0 ? hiddenForMs : USUAL_HIDING_MS;
    shortestMs = Math.min(shortestMs, lifeMs);
    const entry = new Held(messageOf(received, receivedAtMs), received.receipt, lifeMs, handled);
    entry.place = held.add(entry);
    return entry;
  }

  return {
    add(messages) {
      const receivedAtMs = now();
      // Not by `map`, of which V8 makes another kind of list once it is hot: all that reads those would be compiled anew.
      const deliveries: Delivery[] = [];
      for (const message of messages) deliveries.push(hold(message, receivedAtMs));
      return deliveries;
    },
    // Due below half of the time: a third of it comes in between.
    renewalMs: () => Math.max(QUICKEST_RENEWAL_MS, Math.min(USUAL_RENEWAL_MS, shortestMs / 3)),
    async renew(signal) {
      forgetExpired();
      const isDue = ({ hiddenUntilMs, hiddenForMs, isLetGo, renewing }: Held) =>
        !isLetGo && renewing === undefined && hiddenUntilMs - now() < hiddenForMs / 2;
      const due = held.members().filter(isDue);
      for (const entry of due) entry.renewing = hideAnew(entry, signal);
      await Promise.all(due.map(({ renewing }) => renewing));
    },
    async settled() {
      await Promise.all(unsettled);
    },
    async giveBack(signal) {
      const all = held.members();
      for (const entry of all) leave(entry);
      const entries = all.values();
      const release = async () => {
        for (const entry of entries) {
          await entry.renewing;
          if (signal.aborted) return;
          // The service takes no 0 here, so one second is as good as now.
          await client.changeVisibility(queue, entry.receipt, 1, signal).catch(() => undefined);
        }
      };
      await Promise.all(Array.from({ length: PARALLEL_RELEASES }, release));
    },
  };
}
