import type { Clock } from '../../core/clock.ts';
import type { PushResult } from '../../core/pushes.ts';
import type { Outgoing } from './outgoing.ts';
import { type PushAttempt, pushRequestOf } from './push-request.ts';
import { newSigningKey, type SigningKey } from './signing-key.ts';

export const CERTIFICATE_PATH = '/_emulator/push-certificate.pem';

/** Signs and sends pushes; the key is made at the first of them, or when somebody asks for the certificate. */
export class PushSender {
  readonly #clock: Clock;
  readonly #outgoing: Outgoing;
  #key: Promise<SigningKey> | undefined;
  /** Where the emulator listens, known once it does. */
  baseUrl = '';

  constructor(clock: Clock, outgoing: Outgoing) {
    this.#clock = clock;
    this.#outgoing = outgoing;
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
    this.#key ??= newSigningKey(this.#clock.now());
    return this.#key;
  }
}
