import { createHash, type Hash } from 'node:crypto';

/** The digests of contents that grow, as far as they have come; kept as long as the content is. */
const running = new WeakMap<Buffer, Hash>();

/** The digest of a content that grew out of another, without reading that one again. */
export function extendedMd5Hex(before: Buffer, addition: Buffer, whole: Buffer): string {
  const hash = (running.get(before) ?? createHash('md5').update(before)).copy().update(addition);
  running.set(whole, hash);
  return hash.copy().digest('hex').toUpperCase();
}
