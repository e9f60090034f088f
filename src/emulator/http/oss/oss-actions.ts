import {
  deleteBucket,
  getBucketInfo,
  getBucketLocation,
  getBucketStat,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucket,
} from './bucket-actions.ts';
import { deleteObject, deleteObjects } from './delete-actions.ts';
import { isForm } from './form-data.ts';
import { listObjects } from './listing-actions.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  initiateMultipartUpload,
  listParts,
  listUploads,
  uploadPart,
  uploadPartCopy,
} from './multipart-actions.ts';
import type { OssAction, OssContext } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { postObject } from './post-object.ts';
import { getAcl, getObject, getObjectMeta, getSymlink, headObject } from './read-actions.ts';
import { restore } from './restore-action.ts';
import { appendObject, copyObject, putObject, putSymlink } from './write-actions.ts';

/** Method, what the request is about, and the subresource or variant if any. */
const ACTIONS: Readonly<Record<string, OssAction>> = {
  'GET service': listBuckets,
  'PUT bucket': putBucket,
  'HEAD bucket': headBucket,
  'GET bucket': listObjects,
  'DELETE bucket': deleteBucket,
  'GET bucket acl': getAcl,
  'GET bucket bucketInfo': getBucketInfo,
  'GET bucket location': getBucketLocation,
  'GET bucket stat': getBucketStat,
  'GET bucket uploads': listUploads,
  'GET bucket versioning': getBucketVersioning,
  'POST bucket delete': deleteObjects,
  'POST bucket form': postObject,
  'PUT object': putObject,
  'PUT object copy': copyObject,
  'PUT object symlink': putSymlink,
  'PUT object uploadId': uploadPart,
  'PUT object uploadId copy': uploadPartCopy,
  'POST object append': appendObject,
  'POST object uploads': initiateMultipartUpload,
  'POST object uploadId': completeMultipartUpload,
  'POST object restore': restore,
  'GET object': getObject,
  'GET object acl': getAcl,
  'GET object objectMeta': getObjectMeta,
  'GET object symlink': getSymlink,
  'GET object uploadId': listParts,
  'HEAD object': headObject,
  'HEAD object objectMeta': getObjectMeta,
  'DELETE object': deleteObject,
  'DELETE object uploadId': abortMultipartUpload,
};

/** Query names that choose another operation than the plain one. */
const SUBRESOURCES = (
  'accessmonitor acl append asyncFetch bucketInfo cname comp cors delete encryption eventNotification group httpsConfig ' +
  'inventory lifecycle live location logging metaQuery notification objectMeta policy policyStatus publicAccessBlock ' +
  'referer replication replicationLocation replicationProgress requestPayment resourceGroup restore seal stat status ' +
  'style symlink tagging transferAcceleration uploadId uploads versioning versions vod website worm wormExtend wormId ' +
  'cleanRestoredObject x-oss-async-process x-oss-process ' +
  // KS3's own.
  'adp clear crr decompresspolicy fetch mirror queryadp quota recover retention thumbnail torrent'
).split(' ');

/** What the emulator does not have is refused by name, never answered with a wrong 200. */
export function actionFor({ request, bucket, key }: OssContext): OssAction {
  const { method, query, headers } = request;
  const target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = SUBRESOURCES.find((name) => query.has(name));
  const copies = method === 'PUT' && headers['x-oss-copy-source'] !== undefined;
  const posts = method === 'POST' && target === 'bucket' && isForm(headers['content-type']);
  const variant = copies ? 'copy' : posts ? 'form' : undefined;
  const name = [method, target, subresource, variant].filter((word) => word !== undefined).join(' ');
  const action = ACTIONS[name];
  if (action === undefined)
    throw new OssError('NotImplemented', `The emulator does not have the operation ${name}.`);
  return action;
}
