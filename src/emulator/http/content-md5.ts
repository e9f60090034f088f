import { createHash } from 'node:crypto';

const HEX_DIGEST = /^[0-9a-f]{32}$/i;

/** SDKs send Base64 of the digest, Base64 of its hex form, or the hex form itself. */
export function contentMd5Matches(header: string, body: Buffer): boolean {
  const digest = createHash('md5').update(body).digest('hex');
  return digestOf(header.trim()) === digest;
}

function digestOf(header: string): string | undefined {
  if (HEX_DIGEST.test(header)) return header.toLowerCase();
  const bytes = Buffer.from(header, 'base64');
  if (bytes.length === 16) return bytes.toString('hex');
  const text = bytes.toString('latin1');
  return HEX_DIGEST.test(text) ? text.toLowerCase() : undefined;
}
