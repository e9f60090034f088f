import { keyObstacle } from '../domain/object-key.ts';
import { toPrintable } from '../domain/printable.ts';
import { providers } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';

/** @throws {UsageError} for a key whose request would be about something else. */
export function checkedKey(key: string): string {
  const obstacle = keyObstacle(key);
  if (obstacle === undefined) return key;
  throw new UsageError(
    'unsupported-key',
    `no object can be written or read here under the key "${toPrintable(key)}": ${obstacle}`,
    'choose another key',
  );
}

/** The key as it stands in a path: each part percent-encoded, the slashes between them as they are. */
export function encodedKey(key: string): string {
  return key.split('/').map(encodedPart).join('/');
}

/** RFC 3986: what `encodeURIComponent` leaves besides the unreserved characters is encoded, too. */
function encodedPart(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function checkedBucket(bucket: string): string {
  const { pattern, rule } = providers.oss.bucketName;
  if (pattern.test(bucket)) return bucket;
  throw new UsageError(
    'bad-bucket',
    `not a bucket name: ${JSON.stringify(bucket)}`,
    `a bucket name is ${rule}`,
  );
}
