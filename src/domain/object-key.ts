/** Which keys an object can be written under by a URL, whatever its service allows besides. */

/** The smaller limit of the two services, OSS's, in UTF-8 bytes. */
const LONGEST_KEY_BYTES = 1023;

/**
 * Why no request may be sent for this key; undefined where one may. An empty key would address the bucket itself, so
 * that a deletion would be the bucket's; `.` and `..` are taken out of paths on the way, encoded or not.
 */
export function keyObstacle(key: string): string | undefined {
  if (key === '') return 'a key is never empty';
  if (/^[/\\]/.test(key)) return 'no key begins with a slash or a backslash';
  if (key.split('/').some((part) => part === '.' || part === '..'))
    return 'URLs lose parts of a path that are . or ..';
  if (/\p{Surrogate}/u.test(key)) return 'it holds half a character, which UTF-8 cannot spell';
  const bytes = Buffer.byteLength(key);
  return bytes > LONGEST_KEY_BYTES
    ? `it has ${bytes} bytes, and a key at most ${LONGEST_KEY_BYTES}`
    : undefined;
}
