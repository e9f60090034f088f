import { providers } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';

/**
 * Keys that the SDK sends as they are. It puts keys into the path unencoded: others would address another object,
 * and an empty one the bucket itself, so that a deletion would be the bucket's.
 */
const SAFE_KEY = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,1022}$/;

export function checkedKey(key: string): string {
  if (SAFE_KEY.test(key) && !key.split('/').some((part) => part === '.' || part === '..')) return key;
  throw new UsageError(
    'unsupported-key',
    `objects can be written and read here only under plain keys, not ${JSON.stringify(key)}`,
    'use letters, digits and . _ - / with a letter or digit first',
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
