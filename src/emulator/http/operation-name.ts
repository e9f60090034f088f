import type { Buckets } from '../core/buckets.ts';
import type { ApiFamily } from './api-family.ts';
import { mnsOperationName } from './mns/mns-operation.ts';
import { openOperationName } from './mns-open/index.ts';
import { ossOperationName } from './oss/oss-actions.ts';
import { readingsOf } from './oss/reading.ts';
import type { WireRequest } from './wire-request.ts';

/** How logs and faults call what a request asks for, told before it is carried out or even found to be signed. */
export function operationName(family: ApiFamily, request: WireRequest, buckets: Buckets): string {
  switch (family) {
    case 'control':
      return 'Control';
    case 'mns':
      return mnsOperationName(request);
    case 'mns-open':
      return openOperationName(request);
    default: {
      const [{ bucket = '', key = '' } = {}] = readingsOf(request, buckets);
      return request.query.has('notification')
        ? 'BucketNotification'
        : ossOperationName(request, bucket, key);
    }
  }
}
