import type { Message } from './message.ts';

const COMPACT_FROM = 1024;

/** A queue's messages in the order in which they came; those that went leave holes, which are closed now and then. */
export class AgeLine {
  #messages: Message[] = [];
  #head = 0;
  #gone = 0;

  get size(): number {
    return this.#messages.length - this.#head - this.#gone;
  }

  add(message: Message): void {
    this.#messages.push(message);
  }

  oldest(): Message | undefined {
    while (this.#messages[this.#head]?.state === 'gone') {
      this.#head += 1;
      this.#gone -= 1;
    }
    return this.#messages[this.#head];
  }

  /** To be told once of each message that has gone. */
  closeUp(): void {
    this.#gone += 1;
    const dead = this.#head + this.#gone;
    if (dead < COMPACT_FROM || dead * 2 < this.#messages.length) return;
    this.#messages = this.all();
    [this.#head, this.#gone] = [0, 0];
  }

  /** Oldest first. */
  all(): Message[] {
    return this.#messages.filter((message, at) => at >= this.#head && message.state !== 'gone');
  }
}
