import { isIP } from 'node:net';

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** Who listens on all addresses is called by any of them; a name that is none cannot be told from a rebound one. */
const EVERY_ADDRESS = ['0.0.0.0', '::', ''];

/**
 * The host names under which the emulator's own API answers. A page of another site can have its name resolve to this
 * machine (DNS rebinding) and would pass for ours then, but for the name in its requests.
 */
export class ControlHosts {
  readonly #names: ReadonlySet<string>;
  readonly #anyAddress: boolean;

  /** @param listening the address that the server listens on. */
  constructor(listening: string, allowed: readonly string[]) {
    this.#anyAddress = EVERY_ADDRESS.includes(listening);
    this.#names = new Set([listening, ...allowed].map((name) => bracketed(name.toLowerCase())));
  }

  /** Whether a `Host` header names one of them; browsers always send one. */
  has(header: string | undefined): boolean {
    if (header === undefined) return true;
    const name = header.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
    if (LOOPBACK.test(name) || this.#names.has(name)) return true;
    return this.#anyAddress && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  }
}

const bracketed = (name: string): string => (isIP(name) === 6 ? `[${name}]` : name);
