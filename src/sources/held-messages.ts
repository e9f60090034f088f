import type { MnsClient, ReceivedMessage } from '../clients/mns.ts';
import { createBag } from '../domain/bag.ts';

export interface HeldMessagesOptions {
  readonly queue: string;
  readonly client: Pick<MnsClient, 'changeVisibility'>;
  readonly now: () => number;
  /** How far this computer's clock is ahead of the service's, as far as known. */
  readonly clockAheadMs: () => number;
}

/** Messages that were received and are neither acknowledged nor given back: ours for as long as they stay hidden. */
export interface HeldMessages {
  add(message: ReceivedMessage): HeldMessage;
  /** How often `renew` has to be called, in milliseconds: often enough for the shortest hiding seen so far. */
  renewalMs(): number;
  /** Hides those anew of which less than half the time is left: a slow sink must not make them come twice. */
  renew(signal: AbortSignal): Promise<void>;
  /** Makes all that is left visible at once; best effort. */
  giveBack(signal: AbortSignal): Promise<void>;
}

export interface HeldMessage {
  readonly message: ReceivedMessage;
  /** The receipt to delete it with; undefined when it is no longer held. */
  take(): Promise<string> | string | undefined;
  /** Leaves it hidden until its time is over, or until all is given back. */
  letGo(): void;
}

interface Held {
  receipt: string;
  hiddenUntilMs: number;
  readonly hiddenForMs: number;
  isLetGo: boolean;
  isOver: boolean;
  forget: () => void;
  renewing?: Promise<void>;
}

/** The service's default, where a message's own times make no sense. */
const USUAL_HIDING_MS = 30_000;
const PARALLEL_RELEASES = 16;
/** The rhythm of renewals, where messages are hidden for long enough, and the quickest there is. */
const USUAL_RENEWAL_MS = 1500;
const QUICKEST_RENEWAL_MS = 250;

export function createHeldMessages({ queue, client, now, clockAheadMs }: HeldMessagesOptions): HeldMessages {
  const held = createBag<Held>();
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
    delete entry.renewing;
  }

  function leave(entry: Held): void {
    entry.isOver = true;
    entry.forget();
  }

  /** What was let go and has become visible again is anybody's. */
  function forgetExpired(): void {
    for (const entry of held.members()) if (entry.isLetGo && entry.hiddenUntilMs < now()) leave(entry);
  }

  return {
    add(message) {
      const nowMs = now();
      const hiddenForMs = message.nextVisibleAtMs - (nowMs - clockAheadMs());
      const lifeMs = hiddenForMs > 0 ? hiddenForMs : USUAL_HIDING_MS;
      shortestMs = Math.min(shortestMs, lifeMs);
      const entry: Held = {
        receipt: message.receipt,
        hiddenForMs: lifeMs,
        hiddenUntilMs: nowMs + lifeMs,
        isLetGo: false,
        isOver: false,
        forget: () => {},
      };
      entry.forget = held.add(entry);
      return {
        message,
        take() {
          if (entry.isOver) return undefined;
          leave(entry);
          return entry.renewing ? entry.renewing.then(() => entry.receipt) : entry.receipt;
        },
        letGo() {
          entry.isLetGo = true;
        },
      };
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
