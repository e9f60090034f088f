import type { WireRequest } from '../wire-request.ts';
import {
  deleteBucket,
  getBucketInfo,
  getBucketLocation,
  getBucketStat,
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
import { formReadingOf, type Reading } from './reading.ts';
import { restore } from './restore-action.ts';
import { listObjectVersions } from './version-listing.ts';
import { getBucketVersioning, putBucketVersioning } from './versioning-actions.ts';
import { appendObject, copyObject, putObject, putSymlink } from './write-actions.ts';

/** Method, what the request is about, and the subresource or variant if any. */
const OPERATIONS: Readonly<Record<string, readonly [name: string, action: OssAction]>> = {
  'GET service': ['ListBuckets', listBuckets],
  'PUT bucket': ['PutBucket', putBucket],
  'HEAD bucket': ['HeadBucket', headBucket],
  'GET bucket': ['ListObjects', listObjects],
  'DELETE bucket': ['DeleteBucket', deleteBucket],
  'GET bucket acl': ['GetBucketAcl', getAcl],
  'GET bucket bucketInfo': ['GetBucketInfo', getBucketInfo],
  'GET bucket location': ['GetBucketLocation', getBucketLocation],
  'GET bucket stat': ['GetBucketStat', getBucketStat],
  'GET bucket uploads': ['ListMultipartUploads', listUploads],
  'GET bucket versioning': ['GetBucketVersioning', getBucketVersioning],
  'PUT bucket versioning': ['PutBucketVersioning', putBucketVersioning],
  'GET bucket versions': ['ListObjectVersions', listObjectVersions],
  'POST bucket delete': ['DeleteMultipleObjects', deleteObjects],
  'POST bucket form': ['PostObject', postObject],
  'PUT object': ['PutObject', putObject],
  'PUT object copy': ['CopyObject', copyObject],
  'PUT object symlink': ['PutSymlink', putSymlink],
  'PUT object uploadId': ['UploadPart', uploadPart],
  'PUT object uploadId copy': ['UploadPartCopy', uploadPartCopy],
  'POST object append': ['AppendObject', appendObject],
  'POST object uploads': ['InitiateMultipartUpload', initiateMultipartUpload],
  'POST object uploadId': ['CompleteMultipartUpload', completeMultipartUpload],
  'POST object restore': ['RestoreObject', restore],
  'GET object': ['GetObject', getObject],
  'GET object acl': ['GetObjectAcl', getAcl],
  'GET object objectMeta': ['GetObjectMeta', getObjectMeta],
  'GET object symlink': ['GetSymlink', getSymlink],
  'GET object uploadId': ['ListParts', listParts],
  'HEAD object': ['HeadObject', headObject],
  'HEAD object objectMeta': ['GetObjectMeta', getObjectMeta],
  'DELETE object': ['DeleteObject', deleteObject],
  'DELETE object uploadId': ['AbortMultipartUpload', abortMultipartUpload],
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
  const operation = OPERATIONS[operationKey(request, bucket, key)];
  if (operation !== undefined) return operation[1];
  const name = ossOperationName(request, bucket, key);
  throw new OssError('NotImplemented', `The emulator does not have the operation ${name}.`);
}

export function ossOperationName(request: WireRequest, bucket: string, key: string): string {
  const found = operationKey(request, bucket, key);
  return OPERATIONS[found]?.[0] ?? nameFrom(found);
}

/** `PUT bucket lifecycle` is PutBucketLifecycle to its clients, and so on with nearly all. */
const nameFrom = (operationKey: string): string =>
  operationKey
    .split(' ')
    .map((word, index) => (index === 0 ? word.toLowerCase() : word))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace('Service', '');

/** What signs itself by its policy: a browser's upload into a bucket, and nothing else that looks like a form. */
export function formUploadOf(request: WireRequest): Reading | undefined {
  const reading = formReadingOf(request);
  return operationKey(request, reading.bucket ?? '', reading.key ?? '') === 'POST bucket form'
    ? reading
    : undefined;
}

function operationKey({ method, query, headers }: WireRequest, bucket: string, key: string): string {
  const target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = SUBRESOURCES.find((name) => query.has(name));
  const copies = method === 'PUT' && COPY_SOURCES.some((name) => headers[name] !== undefined);
  const posts = method === 'POST' && target === 'bucket' && isForm(headers['content-type']);
  const variant = copies ? 'copy' : posts ? 'form' : undefined;
  return [method, target, subresource, variant].filter((word) => word !== undefined).join(' ');
}

const COPY_SOURCES = ['x-oss-copy-source', 'x-kss-copy-source', 'x-amz-copy-source'];
