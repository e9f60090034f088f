import type { Buckets } from '../../core/buckets.ts';
import { type Anybody, anybodyMay } from '../../core/labels.ts';
import type { WireRequest } from '../wire-request.ts';
import { ossOperationName } from './oss-actions.ts';
import { OssError } from './oss-error.ts';
import { type Reading, readingsOf } from './reading.ts';

/** What anybody may do where an access control list lets them; everything else takes a key, listing among it. */
const READS = ['GetObject', 'HeadObject', 'GetObjectMeta', 'GetSymlink'];
const WRITES = [
  'PutObject',
  'AppendObject',
  'DeleteObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
];

/** No signature tells what such a request is about: the first bucket that there is counts. */
export function admitAnonymous(request: WireRequest, buckets: Buckets): Reading {
  const readings = readingsOf(request, buckets);
  const reading = readings.find(({ bucket = '' }) => buckets.find(bucket) !== undefined) ?? readings[0] ?? {};
  const { bucket = '', key = '' } = reading;
  const operation = ossOperationName(request, bucket, key);
  if (!READS.includes(operation) && !WRITES.includes(operation))
    throw new OssError('AccessDenied', 'Anonymous access is forbidden for this operation.');
  const { reads, writes } = permissionsOn(buckets, bucket, key);
  if (READS.includes(operation) ? reads : writes) return reading;
  throw new OssError('AccessDenied');
}

function permissionsOn(buckets: Buckets, name: string, key: string): Anybody {
  const bucket = buckets.find(name);
  return anybodyMay(bucket?.labels.acl, bucket?.objects.get(key)?.acl);
}
