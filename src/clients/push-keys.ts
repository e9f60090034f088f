/** Where the keys come from by which pushes of MNS are verified. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { pushCertificateUrl } from '../domain/push-certificate-url.ts';

export type KeyAnswer =
  | { readonly kind: 'key'; readonly key: KeyObject }
  /** The push is at fault. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may be good, but cannot be verified just now. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface PushKeys {
  /** The key for a push that names its certificate so. */
  find(certificateHeader: string): Promise<KeyAnswer>;
  /** Another key to try where the first one does not verify, because its owner may have changed it. */
  again?(): Promise<KeyAnswer>;
}

export interface KeySourceOptions {
  readonly download: (url: string) => Promise<string>;
  readonly now: () => number;
}

/**
 * The one certificate of a PEM text, or its public key. Neither its dates nor its issuer count: the service's own issued
 * itself and expired in 2016, and signs on (recorded 2023).
 */
export function keyOfPem(pem: string): KeyObject | undefined {
  try {
    const isCertificate = pem.includes('-----BEGIN CERTIFICATE-----');
    if (isCertificate && pem.split('-----BEGIN CERTIFICATE-----').length !== 2) return undefined;
    const key = isCertificate ? new X509Certificate(pem).publicKey : createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** One key for all pushes, whatever they name; nothing is fetched. */
export function pinnedKey(key: KeyObject): PushKeys {
  return { find: async () => ({ kind: 'key', key }) };
}

const CACHED_KEYS = 8;
/** The path is the sender's choice, so each invented name would otherwise cost a request. */
const DOWNLOADS_A_MINUTE = 8;
const MINUTE_MS = 60_000;

/** The service's certificates, from its own hosts only; kept, since a new certificate gets a new URL. */
export function serviceKeys({ download, now }: KeySourceOptions): PushKeys {
  const known = new Map<string, Promise<KeyAnswer>>();
  let startedAtMs: number[] = [];
  return {
    async find(header) {
      const named = pushCertificateUrl(header);
      if (!named.ok) return { kind: 'refused', reason: named.reason };
      const kept = known.get(named.url);
      if (kept) return kept;
      startedAtMs = startedAtMs.filter((atMs) => now() - atMs < MINUTE_MS);
      if (startedAtMs.length >= DOWNLOADS_A_MINUTE)
        return unavailable('too many certificates were asked for');
      startedAtMs.push(now());
      const fetched = fetchKey(named.url, download);
      keep(known, named.url, fetched);
      // Failures are not kept; what they cost is bounded by the count above.
      if ((await fetched).kind !== 'key') known.delete(named.url);
      return fetched;
    },
  };
}

function keep(known: Map<string, Promise<KeyAnswer>>, url: string, answer: Promise<KeyAnswer>): void {
  const [oldest] = known.keys();
  if (known.size >= CACHED_KEYS && oldest !== undefined) known.delete(oldest);
  known.set(url, answer);
}

/** A restarted emulator signs with a new key; asked for again no more often than this. */
const AGAIN_AFTER_MS = 1000;

/** The key of the one sender at `url`, which the configuration names and not the push: the emulator. */
export function keyAt(url: string, { download, now }: KeySourceOptions): PushKeys {
  let kept: Promise<KeyAnswer> | undefined;
  let fetchedAtMs = 0;
  const fetchAgain = async () => {
    fetchedAtMs = now();
    const fetched = fetchKey(url, download);
    kept = fetched;
    if ((await fetched).kind !== 'key') kept = undefined;
    return fetched;
  };
  return {
    find: () => kept ?? fetchAgain(),
    again: () => (kept !== undefined && now() - fetchedAtMs < AGAIN_AFTER_MS ? kept : fetchAgain()),
  };
}

async function fetchKey(url: string, download: KeySourceOptions['download']): Promise<KeyAnswer> {
  try {
    const key = keyOfPem(await download(url));
    return key ? { kind: 'key', key } : unavailable(`${url} holds no certificate with an RSA key`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unavailable(`the certificate could not be fetched from ${url}: ${reason}`);
  }
}

function unavailable(reason: string): KeyAnswer {
  return { kind: 'unavailable', reason };
}
