import type { Clock } from '../../core/clock.ts';
import type { Journal, KeptSigningKey } from '../../core/journal.ts';
import type { PushResult } from '../../core/pushes.ts';
import type { Outgoing } from './outgoing.ts';
import { type PushAttempt, pushRequestOf } from './push-request.ts';
import { keptSigningKey, newSigningKey, readSigningKey, type SigningKey } from './signing-key.ts';

export const CERTIFICATE_PATH = '/_emulator/push-certificate.pem';

export interface PushSenderOptions {
  readonly clock: Clock;
  readonly outgoing: Outgoing;
  readonly journal: Journal;
}

/** Signs and sends pushes; the key is made at the first of them, or when somebody asks for the certificate. */
export class PushSender {
  readonly #clock: Clock;
  readonly #outgoing: Outgoing;
  readonly #journal: Journal;
  #key: Promise<SigningKey> | undefined;
  /** Where receivers reach the emulator, known once it listens. */
  baseUrl = '';

  constructor({ clock, outgoing, journal }: PushSenderOptions) {
    this.#clock = clock;
    this.#outgoing = outgoing;
    this.#journal = journal;
  }

  /** The key of an earlier run, whose certificate receivers may have pinned. */
  restore(kept: KeptSigningKey | undefined): void {
    if (kept !== undefined) this.#key = Promise.resolve(readSigningKey(kept));
  }

  async certificate(): Promise<string> {
    return (await this.#signingKey()).certificatePem;
  }

  async send(attempt: PushAttempt): Promise<PushResult> {
    const key = await this.#signingKey();
    return this.#outgoing.send({
      method: 'POST',
      ...pushRequestOf(attempt, key, this.baseUrl + CERTIFICATE_PATH),
    });
  }

  #signingKey(): Promise<SigningKey> {
    this.#key ??= this.#makeKey();
    return this.#key;
  }

  async #makeKey(): Promise<SigningKey> {
    const key = await newSigningKey(this.#clock.now());
    this.#journal.record({ kind: 'signing-key', key: keptSigningKey(key) });
    return key;
  }
}
