import { createHash } from 'node:crypto';

/**
 * Whether the header names another body: it is Base64 of the digest's 16 bytes, and of nothing else (MNS is laxer). One that
 * is absent or empty names none.
 */
export const contradictsMd5 = (header: string | undefined, body: Buffer): boolean =>
  header !== undefined && header !== '' && header.trim() !== createHash('md5').update(body).digest('base64');
