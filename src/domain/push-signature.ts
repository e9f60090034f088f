import { createHash, timingSafeEqual } from 'node:crypto';

/** What of a push its signature covers: the names in small letters, each value as it came. */
export interface SignedPush {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The text that MNS signs: every `x-mns-*` header that came, not a fixed set; an absent header is an empty line. */
export function pushTextToSign({ method, target, headers }: SignedPush): string {
  const mns = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const lead = ['content-md5', 'content-type', 'date'].map((name) => headers[name] ?? '');
  return `${[method, ...lead].join('\n')}\n${mns.join('')}${target}`;
}

const HEX_DIGEST = /^[0-9a-f]{32}$/i;

/**
 * Whether the body is the one that the signature covers, which it does only by this header. Seen as upper-case hex
 * (2023), documented as Base64 of the hex digits; Base64 of the 16 bytes is what HTTP means by it.
 */
export function isBodyOf(contentMd5: string, body: Buffer): boolean {
  const given = digestOf(contentMd5.trim());
  return given !== undefined && timingSafeEqual(given, createHash('md5').update(body).digest());
}

function digestOf(text: string): Buffer | undefined {
  if (HEX_DIGEST.test(text)) return Buffer.from(text, 'hex');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 16) return bytes;
  const hex = bytes.toString('latin1');
  return HEX_DIGEST.test(hex) ? Buffer.from(hex, 'hex') : undefined;
}
