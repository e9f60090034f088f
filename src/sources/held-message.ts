import type { Place } from '../domain/bag.ts';
import type { Message } from '../domain/record.ts';
import type { Delivery } from './source.ts';

/**
 * A message that is ours for as long as it stays hidden. A class, since a busy queue makes tens of thousands a second: a
 * closure for each thing that can be done with one would cost as much again.
 */
export class Held implements Delivery {
  readonly message: Message;
  /** The newest one: each time that the message is hidden anew, the one before dies. */
  receipt: string;
  readonly hiddenForMs: number;
  hiddenUntilMs: number;
  isLetGo = false;
  /** Among all that is held; undefined when it is held no more. */
  place: Place<Held> | undefined;
  /** While the message is being hidden anew. */
  renewing: Promise<void> | undefined;
  readonly #handled: (entry: Held) => void;

  constructor(message: Message, receipt: string, hiddenForMs: number, handled: (entry: Held) => void) {
    this.message = message;
    this.receipt = receipt;
    this.hiddenForMs = hiddenForMs;
    this.hiddenUntilMs = message.receivedAtMs + hiddenForMs;
    this.#handled = handled;
  }

  acknowledge(): void {
    this.#handled(this);
  }

  letGo(): void {
    this.isLetGo = true;
  }
}
