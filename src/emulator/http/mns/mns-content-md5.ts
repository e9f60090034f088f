import { createHash } from 'node:crypto';

const HEX_DIGEST = /^[0-9a-f]{32}$/i;

/** Whether the header names another body; one that is absent or empty names none. */
export const contradictsMnsMd5 = (header: string | undefined, body: Buffer): boolean =>
  header !== undefined && header !== '' && !contentMd5Matches(header, body);

/** SDKs send Base64 of the digest, Base64 of its hex form, or the hex form itself. */
function contentMd5Matches(header: string, body: Buffer): boolean {
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
