import type { Bucket } from '../../core/bucket.ts';
import {
  type DeleteMarker,
  isMarker,
  type ObjectVersion,
  type Versioning,
  versionIdOf,
} from '../../core/object-versions.ts';
import type { StoredObject } from '../../core/stored-object.ts';
import { bucketForWriting, existingBucket, type OssAction, type OssContext } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import { readBody, textOf, xmlAnswer } from './oss-xml.ts';

const STATES: readonly Versioning[] = ['Enabled', 'Suspended'];

export const putBucketVersioning: OssAction = (context) => {
  const status = textOf(readBody(context.request.body, 'VersioningConfiguration'), 'Status')?.trim();
  const versioning = STATES.find((state) => state === status);
  if (versioning === undefined) throw new OssError('MalformedXML');
  bucketForWriting(context).setVersioning(versioning);
  return { status: 200, headers: {} };
};

/** A bucket that was never asked to keep versions answers with an empty document. */
export const getBucketVersioning: OssAction = (context) => {
  const { versioning } = existingBucket(context);
  return xmlAnswer(['VersioningConfiguration', versioning === undefined ? '' : [['Status', versioning]]]);
};

/** The object that a request is about: that of its `versionId`, else the newest; a link's target in its stead. */
export const objectOf = (context: OssContext): StoredObject => found(context, 'resolve');

/** The same, of a link the link itself. */
export const objectItself = (context: OssContext): StoredObject => found(context, 'get');

function found(context: OssContext, how: 'resolve' | 'get'): StoredObject {
  const { key, request } = context;
  const bucket = existingBucket(context);
  const versionId = request.query.get('versionId') || undefined;
  const object = bucket[how](key, versionId);
  const [newest] = bucket.versions.of(key);
  if (versionId === undefined && newest !== undefined && isMarker(newest))
    throw new OssError('NoSuchKey', undefined, { Key: key }, markerHeaders(newest));
  return settled(object);
}

/** Told wherever the bucket keeps versions, or kept them once. */
export const versionHeaders = ({ versioning }: Bucket, version: ObjectVersion): Record<string, string> =>
  versioning === undefined ? {} : { 'x-oss-version-id': versionIdOf(version) };

export const markerHeaders = ({ versionId }: DeleteMarker): Record<string, string> => ({
  'x-oss-delete-marker': 'true',
  'x-oss-version-id': versionId,
});
