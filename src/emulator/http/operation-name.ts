import type { Buckets } from '../core/buckets.ts';
import type { ApiFamily } from './api-family.ts';
import { KS3_NOTIFICATION_NAMES } from './ks3/notification-actions.ts';
import { MNS_OPERATION_NAMES, mnsOperationName } from './mns/mns-operation.ts';
import { OPEN_OPERATION_NAMES, openOperationName } from './mns-open/index.ts';
import { OSS_OPERATION_NAMES, ossOperationName } from './oss/oss-actions.ts';
import { readingsOf } from './oss/reading.ts';
import type { WireRequest } from './wire-request.ts';

/** Of every service; KS3's objects and buckets have the names of OSS. */
export const OPERATION_NAMES: readonly string[] = [
  ...new Set([
    ...MNS_OPERATION_NAMES,
    ...OPEN_OPERATION_NAMES,
    ...OSS_OPERATION_NAMES,
    ...KS3_NOTIFICATION_NAMES,
  ]),
];

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
      return ossOperationName(request, bucket, key);
    }
  }
}
