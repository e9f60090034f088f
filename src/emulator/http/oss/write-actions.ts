import type { Bucket, NewObject, Stored } from '../../core/bucket.ts';
import type { ObjectWish, StoredObject } from '../../core/stored-object.ts';
import { percentDecoded } from '../query.ts';
import { checkConditions } from './conditions.ts';
import { crc64Of, extendCrc64 } from './crc64.ts';
import { refuseUnwritable } from './header-values.ts';
import { objectLabelsOf } from './labels-of.ts';
import { storedEvent } from './object-events.ts';
import { encryptionHeadersOf, quoted, storedHeadersOf } from './object-headers.ts';
import { bucketForWriting, existingBucket, type OssAction, type OssContext } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import { isoTime, xmlAnswer } from './oss-xml.ts';
import { uploadCallbackOf } from './upload-callback.ts';
import { versionHeaders } from './versioning-actions.ts';

export const putObject: OssAction = (context) => {
  const bucket = bucketForWriting(context);
  refuseOverwrite(context, bucket);
  const stored = settled(bucket.put(context.key, newObjectOf(context)));
  const callback = uploadCallbackOf(context, stored.object);
  return {
    ...(callback === undefined ? {} : { callback }),
    status: 200,
    headers: { ...storedHeaders(stored), ...versionHeaders(bucket, stored.object) },
    events: [storedEvent('ObjectCreated:PutObject', context, stored)],
  };
};

export const putSymlink: OssAction = (context) => {
  const { key, request } = context;
  const bucket = bucketForWriting(context);
  refuseOverwrite(context, bucket);
  const target = percentDecoded(request.headers['x-oss-symlink-target'] ?? '');
  if (target === '' || target === key)
    throw new OssError('InvalidArgument', 'x-oss-symlink-target is invalid.');
  const stored = settled(bucket.putSymlink(key, target, objectWishOf(request.headers)));
  return {
    status: 200,
    headers: { ETag: quoted(stored.object.etag), ...versionHeaders(bucket, stored.object) },
    events: [storedEvent('ObjectCreated:PutSymlink', context, stored)],
  };
};

export const appendObject: OssAction = (context) => {
  const { key, request } = context;
  const position = Number(request.query.get('position') || Number.NaN);
  if (!Number.isSafeInteger(position) || position < 0)
    throw new OssError('InvalidArgument', 'The position is invalid.');
  const bucket = bucketForWriting(context);
  const before = bucket.objects.get(key)?.content;
  const result = bucket.append(key, position, newObjectOf(context));
  if ('kind' in result && result.kind === 'position-mismatch')
    throw new OssError('PositionNotEqualToLength', undefined, { CurrentPosition: result.subject });
  const stored = settled(result);
  // A log that grows line by line must not be summed up once a line.
  if (before !== undefined) extendCrc64(before, request.body, stored.object.content);
  return {
    status: 200,
    headers: {
      ...storedHeaders(stored),
      ...versionHeaders(bucket, stored.object),
      'x-oss-next-append-position': String(stored.object.content.length),
    },
    events: [{ ...storedEvent('ObjectCreated:AppendObject', context, stored), position }],
  };
};

/** A copy onto itself that replaces the metadata is how clients change metadata, and is told as that. */
export const copyObject: OssAction = (context) => {
  const { request, key } = context;
  const source = copySourceOf(context);
  const target = bucketForWriting(context);
  refuseOverwrite(context, target);
  const replaces = request.headers['x-oss-metadata-directive']?.toUpperCase() === 'REPLACE';
  const isItself = source.bucket === target.name && source.object.name === key;
  // That the source was made readable for a while is not part of it.
  const { restore: _, versionId: __, acl: ___, tags, ...original } = source.object;
  const copiesTags = request.headers['x-oss-tagging-directive']?.toUpperCase() !== 'REPLACE';
  const stored = settled(
    target.replace({
      ...original,
      name: key,
      headers: replaces ? storedHeadersOf(request.headers) : source.object.headers,
      storageClass: request.headers['x-oss-storage-class'] ?? source.object.storageClass,
      modifiedAtMs: context.services.clock.now(),
      ...objectLabelsOf(request.headers),
      ...(copiesTags ? tags && { tags } : {}),
    }),
  );
  const type = isItself && replaces ? 'ObjectModified:UpdateObjectMeta' : 'ObjectCreated:CopyObject';
  const { etag, modifiedAtMs, content } = stored.object;
  const answer = xmlAnswer(
    [
      'CopyObjectResult',
      [
        ['ETag', quoted(etag)],
        ['LastModified', isoTime(modifiedAtMs)],
      ],
    ],
    {
      ETag: quoted(etag),
      'x-oss-hash-crc64ecma': crc64Of(content),
      ...encryptionHeadersOf(stored.object),
      ...versionHeaders(target, stored.object),
    },
  );
  return { ...answer, events: [storedEvent(type, context, stored)] };
};

export const newObjectOf = ({ request: { headers, body } }: OssContext): NewObject => ({
  content: body,
  ...objectWishOf(headers),
});

/** What the headers say of the object that is stored with them. */
export function objectWishOf(headers: Readonly<Record<string, string>>): ObjectWish {
  const storageClass = headers['x-oss-storage-class'];
  const stored = storedHeadersOf(headers);
  refuseUnwritable({ ...stored, 'x-oss-storage-class': storageClass ?? '' });
  return {
    headers: stored,
    ...(storageClass === undefined || storageClass === '' ? {} : { storageClass }),
    ...objectLabelsOf(headers),
  };
}

export function storedHeaders({ object }: Stored): Record<string, string> {
  return {
    ETag: quoted(object.etag),
    'Content-MD5': Buffer.from(object.etag, 'hex').toString('base64'),
    'x-oss-hash-crc64ecma': crc64Of(object.content),
    ...encryptionHeadersOf(object),
  };
}

export function refuseOverwrite({ key, request }: OssContext, bucket: Bucket): void {
  const forbidden = request.headers['x-oss-forbid-overwrite']?.toLowerCase() === 'true';
  if (forbidden && bucket.objects.has(key)) throw new OssError('FileAlreadyExists');
}

export interface CopySource {
  readonly bucket: string;
  readonly object: StoredObject;
}

/** `x-oss-copy-source: /bucket/key`, percent-encoded, perhaps with a version. */
export function copySourceOf(context: OssContext): CopySource {
  const { headers } = context.request;
  const [, text = '', versionId] =
    /^(.*?)(?:\?versionId=([^?]*))?$/s.exec(headers['x-oss-copy-source'] ?? '') ?? [];
  // The vendor's older Go SDK writes a blank as a plus; a key that has a plus itself goes first.
  const { bucket, key } =
    [text, text.replaceAll('+', '%20')].map(sourceNameOf).find(isThere(context)) ?? sourceNameOf(text);
  const object = settled(existingBucket({ ...context, bucket }).resolve(key, versionId));
  checkConditions(headers, object, 'x-oss-copy-source-');
  return { bucket, object };
}

function sourceNameOf(text: string): { bucket: string; key: string } {
  const match = /^\/?([^/]+)\/(.+)$/s.exec(percentDecoded(text));
  if (match === null)
    throw new OssError('InvalidArgument', 'Copy Source must mention the source bucket and key.');
  const [, bucket = '', key = ''] = match;
  return { bucket, key };
}

const isThere =
  (context: OssContext) =>
  ({ bucket, key }: { bucket: string; key: string }): boolean =>
    existingBucket({ ...context, bucket }).objects.has(key);
