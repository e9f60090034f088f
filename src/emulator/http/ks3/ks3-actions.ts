import { actionFor, ossOperationName } from '../oss/oss-actions.ts';
import type { OssAction, OssContext } from '../oss/oss-context.ts';
import { OssError } from '../oss/oss-error.ts';
import { getAcl, putAcl } from './acl-actions.ts';
import { getBucketLocation, listBuckets } from './bucket-actions.ts';

/** Where KS3's answers differ by more than words. */
const OWN: Readonly<Record<string, OssAction>> = {
  ListBuckets: listBuckets,
  GetBucketLocation: getBucketLocation,
  GetBucketAcl: getAcl,
  PutBucketAcl: putAcl,
  GetObjectAcl: getAcl,
  PutObjectAcl: putAcl,
};

export function ks3ActionFor(context: OssContext): OssAction {
  const { request, bucket, key } = context;
  if (Object.keys(request.headers).some((name) => name.startsWith('x-oss-grant-')))
    throw new OssError('NotImplemented', 'The emulator has one account: there is none to grant rights to.');
  return OWN[ossOperationName(request, bucket, key)] ?? actionFor(context);
}
