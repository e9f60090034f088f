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
import {
  deleteBucketTags,
  deleteObjectTagging,
  getBucketAcl,
  getBucketTags,
  getObjectAcl,
  getObjectTagging,
  putBucketAcl,
  putBucketTags,
  putObjectAcl,
  putObjectTagging,
} from './label-actions.ts';
import { listObjects } from './listing-actions.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  initiateMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './multipart-actions.ts';
import type { OssAction, OssContext } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { postObject } from './post-object.ts';
import { getObject, getObjectMeta, getSymlink, headObject } from './read-actions.ts';
import { formReadingOf, type Reading } from './reading.ts';
import { restore } from './restore-action.ts';
import { foreignWordsOf, subresourceOf, unbuiltNameOf } from './subresources.ts';
import { listParts, listUploads } from './upload-listing.ts';
import { listObjectVersions } from './version-listing.ts';
import { getBucketVersioning, putBucketVersioning } from './versioning-actions.ts';
import { appendObject, copyObject, putObject, putSymlink } from './write-actions.ts';

type Operation = readonly [name: string, action: OssAction, parameters?: string];

/** Method, what the request is about, and the subresource or variant if any; then the query parameters that are known there. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET service': ['ListBuckets', listBuckets, 'prefix marker max-keys tag-key tag-value'],
  'PUT bucket': ['PutBucket', putBucket],
  'HEAD bucket': ['HeadBucket', headBucket],
  'GET bucket': [
    'ListObjects',
    listObjects,
    'prefix marker max-keys delimiter encoding-type list-type start-after continuation-token fetch-owner',
  ],
  'DELETE bucket': ['DeleteBucket', deleteBucket],
  'GET bucket acl': ['GetBucketAcl', getBucketAcl],
  'PUT bucket acl': ['PutBucketAcl', putBucketAcl],
  'GET bucket tagging': ['GetBucketTags', getBucketTags],
  'PUT bucket tagging': ['PutBucketTags', putBucketTags],
  'DELETE bucket tagging': ['DeleteBucketTags', deleteBucketTags],
  'GET bucket bucketInfo': ['GetBucketInfo', getBucketInfo],
  'GET bucket location': ['GetBucketLocation', getBucketLocation],
  'GET bucket stat': ['GetBucketStat', getBucketStat],
  'GET bucket uploads': [
    'ListMultipartUploads',
    listUploads,
    'prefix delimiter key-marker upload-id-marker max-uploads encoding-type',
  ],
  'GET bucket versioning': ['GetBucketVersioning', getBucketVersioning],
  'PUT bucket versioning': ['PutBucketVersioning', putBucketVersioning],
  'GET bucket versions': [
    'ListObjectVersions',
    listObjectVersions,
    'prefix delimiter key-marker version-id-marker max-keys encoding-type',
  ],
  'POST bucket delete': ['DeleteMultipleObjects', deleteObjects, 'encoding-type'],
  'POST bucket form': ['PostObject', postObject],
  'PUT object': ['PutObject', putObject],
  'PUT object copy': ['CopyObject', copyObject, 'versionId'],
  'PUT object symlink': ['PutSymlink', putSymlink],
  'PUT object uploadId': ['UploadPart', uploadPart, 'partNumber'],
  'PUT object uploadId copy': ['UploadPartCopy', uploadPartCopy, 'partNumber'],
  'POST object append': ['AppendObject', appendObject, 'position'],
  'POST object uploads': ['InitiateMultipartUpload', initiateMultipartUpload, 'encoding-type sequential'],
  'POST object uploadId': ['CompleteMultipartUpload', completeMultipartUpload, 'encoding-type'],
  'POST object restore': ['RestoreObject', restore, 'versionId'],
  'GET object': ['GetObject', getObject, 'versionId'],
  'GET object acl': ['GetObjectAcl', getObjectAcl, 'versionId'],
  'PUT object acl': ['PutObjectAcl', putObjectAcl, 'versionId'],
  'GET object tagging': ['GetObjectTagging', getObjectTagging, 'versionId'],
  'PUT object tagging': ['PutObjectTagging', putObjectTagging, 'versionId'],
  'DELETE object tagging': ['DeleteObjectTagging', deleteObjectTagging, 'versionId'],
  'GET object objectMeta': ['GetObjectMeta', getObjectMeta, 'versionId'],
  'GET object symlink': ['GetSymlink', getSymlink, 'versionId'],
  'GET object uploadId': ['ListParts', listParts, 'max-parts part-number-marker encoding-type'],
  'HEAD object': ['HeadObject', headObject, 'versionId'],
  'HEAD object objectMeta': ['GetObjectMeta', getObjectMeta, 'versionId'],
  'DELETE object': ['DeleteObject', deleteObject, 'versionId'],
  'DELETE object uploadId': ['AbortMultipartUpload', abortMultipartUpload],
};

export const OSS_OPERATION_NAMES: readonly string[] = Object.values(OPERATIONS).map(([name]) => name);

/** What the emulator does not have is refused by name, never answered with a wrong 200. */
export function actionFor({ request, bucket, key }: OssContext): OssAction {
  const asked = operationKey(request, bucket, key);
  const operation = OPERATIONS[asked];
  if (operation !== undefined) return operation[1];
  const name = unbuiltNameOf(asked);
  if (name === undefined) throw new OssError('MethodNotAllowed');
  throw new OssError('NotImplemented', `The emulator does not have the operation ${name}.`);
}

export function ossOperationName(request: WireRequest, bucket: string, key: string): string {
  const asked = operationKey(request, bucket, key);
  return OPERATIONS[asked]?.[0] ?? unbuiltNameOf(asked) ?? 'Unknown';
}

/** What signs itself by its policy: a browser's upload into a bucket, and nothing else that looks like a form. */
export function formUploadOf(request: WireRequest): Reading | undefined {
  const reading = formReadingOf(request);
  return operationKey(request, reading.bucket ?? '', reading.key ?? '') === 'POST bucket form'
    ? reading
    : undefined;
}

/** A word that the operation does not know makes it another one. */
function operationKey(request: WireRequest, bucket: string, key: string): string {
  const plain = plainKey(request, bucket, key);
  const operation = OPERATIONS[plain];
  if (operation === undefined) return plain;
  const words = foreignWordsOf(request.query, [...plain.split(' '), ...(operation[2] ?? '').split(' ')]);
  return [plain, ...words].join(' ');
}

function plainKey({ method, query, headers }: WireRequest, bucket: string, key: string): string {
  const target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const copies = method === 'PUT' && COPY_SOURCES.some((name) => headers[name] !== undefined);
  const posts = method === 'POST' && target === 'bucket' && isForm(headers['content-type']);
  const variant = copies ? 'copy' : posts ? 'form' : undefined;
  return [method, target, subresourceOf(query), variant].filter((word) => word !== undefined).join(' ');
}

const COPY_SOURCES = ['x-oss-copy-source', 'x-kss-copy-source', 'x-amz-copy-source'];
