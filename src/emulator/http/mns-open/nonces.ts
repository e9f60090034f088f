import { GREATEST_SKEW_MS } from '../signing.ts';
import { OpenError } from './open-error.ts';

/** More calls of the rule API within half an hour do not come from tests; the oldest give way. */
const MOST = 10_000;

/** The nonces of verified requests, as long as their time stamps are good: nobody may send a request again. */
export class Nonces {
  /** When each is forgotten; the oldest first. */
  readonly #expiry = new Map<string, number>();

  /** Throws the gateway's refusal of a nonce that is missing or was used. */
  use(nonce: string | undefined, nowMs: number): void {
    if (nonce === undefined || nonce === '')
      throw new OpenError(400, 'MissingSignatureNonce', 'SignatureNonce is mandatory for this action.');
    if ((this.#expiry.get(nonce) ?? 0) > nowMs)
      throw new OpenError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.#expiry.delete(nonce);
    // A time stamp may lie ahead by one skew, and is good for another after that.
    this.#expiry.set(nonce, nowMs + 2 * GREATEST_SKEW_MS);
    this.#forget(nowMs);
  }

  #forget(nowMs: number): void {
    for (const [nonce, expiresAtMs] of this.#expiry) {
      if (expiresAtMs > nowMs && this.#expiry.size <= MOST) return;
      this.#expiry.delete(nonce);
    }
  }
}
