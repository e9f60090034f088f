import type { Message } from '../../domain/record.ts';
import type { Delivery } from '../source.ts';

/** What became of a message that was pushed. */
export type Outcome = 'accepted' | 'not-accepted' | 'ended';

export type PushedMessage = Omit<Message, 'receivedAtMs'>;

/** From requests that wait for their answer to the tail, which takes what has come since it last asked. */
export interface Handover {
  /** Resolves once the tail has decided about all of them. */
  offer(messages: readonly PushedMessage[], receivedAtMs: number): Promise<Outcome>;
  /** At least one delivery; undefined when the signal aborts. */
  next(signal: AbortSignal): Promise<readonly Delivery[] | undefined>;
  /** Whatever is not decided by now will not be. */
  end(): void;
}

export function createHandover(): Handover {
  const waiting: Delivery[] = [];
  const undecided = new Set<(outcome: Outcome) => void>();
  let isOver = false;
  let wake = () => {};

  function offerOne(pushed: PushedMessage, receivedAtMs: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        undecided.delete(settle);
        resolve(outcome);
      };
      undecided.add(settle);
      const acknowledge = () => settle('accepted');
      const letGo = () => settle('not-accepted');
      waiting.push({ message: { receivedAtMs, ...pushed }, acknowledge, letGo });
      wake();
    });
  }

  return {
    async offer(messages, receivedAtMs) {
      if (isOver) return 'ended';
      const outcomes = await Promise.all(messages.map((message) => offerOne(message, receivedAtMs)));
      return outcomes.find((outcome) => outcome !== 'accepted') ?? 'accepted';
    },
    async next(signal) {
      while (!signal.aborted) {
        if (waiting.length > 0) return waiting.splice(0);
        await new Promise<void>((resolve) => {
          wake = () => {
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      return undefined;
    },
    end() {
      isOver = true;
      for (const settle of [...undecided]) settle('ended');
    },
  };
}
