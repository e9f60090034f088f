import { HIGHEST_PART_NUMBER, type MultipartUpload } from '../../core/multipart.ts';
import { byteRangeOf } from './byte-range.ts';
import { crc64Of } from './crc64.ts';
import { objectLabelsOf } from './labels-of.ts';
import { storedEvent } from './object-events.ts';
import { quoted } from './object-headers.ts';
import { bucketForWriting, existingBucket, type OssAction, type OssContext } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import {
  childrenOf,
  encodingNodes,
  isoTime,
  keyEncoderOf,
  readablyFor,
  readBody,
  textOf,
  xmlAnswer,
} from './oss-xml.ts';
import { uploadCallbackOf } from './upload-callback.ts';
import { versionHeaders } from './versioning-actions.ts';
import { copySourceOf, objectWishOf, refuseOverwrite } from './write-actions.ts';

export const initiateMultipartUpload: OssAction = (context) => {
  const { bucket, key, request } = context;
  const told = readablyFor(request, key);
  const target = bucketForWriting(context);
  refuseOverwrite(context, target);
  const upload = settled(target.uploads.start(key, objectWishOf(request.headers)));
  const answer = xmlAnswer([
    'InitiateMultipartUploadResult',
    [...encodingNodes(told), ['Bucket', bucket], ['Key', keyEncoderOf(told)(key)], ['UploadId', upload.id]],
  ]);
  return { ...answer, events: [partEvent('ObjectCreated:InitiateMultipartUpload', context, 0, '')] };
};

export const uploadPart: OssAction = (context) => {
  const { request } = context;
  const part = settled(
    existingBucket(context).uploads.putPart(uploadOf(context), partNumberOf(context), request.body),
  );
  return {
    status: 200,
    headers: { ETag: quoted(part.etag), 'x-oss-hash-crc64ecma': crc64Of(part.content) },
    events: [partEvent('ObjectCreated:UploadPart', context, part.content.length, part.etag)],
  };
};

export const uploadPartCopy: OssAction = (context) => {
  const upload = uploadOf(context);
  const source = copySourceOf(context).object.content;
  // As the vendor's SDKs tell of it: of a source that cannot meet the range all is copied.
  const range = byteRangeOf(context.request.headers['x-oss-copy-source-range'], source.length);
  const content = range === undefined ? source : source.subarray(range.from, range.to);
  const part = settled(existingBucket(context).uploads.putPart(upload, partNumberOf(context), content));
  const answer = xmlAnswer(
    [
      'CopyPartResult',
      [
        ['LastModified', isoTime(part.modifiedAtMs)],
        ['ETag', quoted(part.etag)],
      ],
    ],
    { ETag: quoted(part.etag) },
  );
  return {
    ...answer,
    events: [partEvent('ObjectCreated:UploadPartCopy', context, content.length, part.etag)],
  };
};

export const completeMultipartUpload: OssAction = (context) => {
  const { bucket, key, url } = context;
  const told = readablyFor(context.request, key);
  const upload = uploadOf(context);
  const target = existingBucket(context);
  refuseOverwrite(context, target);
  const labels = objectLabelsOf(context.request.headers);
  const stored = settled(target.completeUpload(key, upload.id, namedPartsOf(context, upload), labels));
  const { etag, content } = stored.object;
  const answer = xmlAnswer(
    [
      'CompleteMultipartUploadResult',
      [
        ...encodingNodes(told),
        ['Location', url],
        ['Bucket', bucket],
        ['Key', keyEncoderOf(told)(key)],
        ['ETag', quoted(etag)],
      ],
    ],
    {
      ETag: quoted(etag),
      'x-oss-hash-crc64ecma': crc64Of(content),
      ...versionHeaders(target, stored.object),
    },
  );
  const callback = uploadCallbackOf(context, stored.object);
  const events = [storedEvent('ObjectCreated:CompleteMultipartUpload', context, stored)];
  return { ...answer, events, ...(callback === undefined ? {} : { callback }) };
};

export const abortMultipartUpload: OssAction = (context) => {
  const upload = uploadOf(context);
  existingBucket(context).uploads.abort(upload.id);
  return {
    status: 204,
    headers: {},
    events: [partEvent('ObjectRemoved:AbortMultipartUpload', context, 0, '')],
  };
};

/** Of a step on the way to an object: size and tag are those of the part, the key's own size does not change. */
const partEvent = (type: string, { bucket, key }: OssContext, size: number, etag: string) => ({
  type,
  bucket,
  key,
  size,
  deltaSize: 0,
  etag,
});

export const uploadOf = (context: OssContext): MultipartUpload =>
  settled(existingBucket(context).uploads.find(context.key, context.request.query.get('uploadId') ?? ''));

function partNumberOf({ request }: OssContext): number {
  const text = request.query.get('partNumber') ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new OssError(
    'InvalidArgument',
    `partNumber must be an integer between 1 and ${HIGHEST_PART_NUMBER}.`,
  );
}

/** The parts that the body names, or every part under `x-oss-complete-all: yes`. */
function namedPartsOf({ request }: OssContext, upload: MultipartUpload) {
  if (request.headers['x-oss-complete-all']?.toLowerCase() === 'yes') return upload.parts();
  return childrenOf(readBody(request.body, 'CompleteMultipartUpload'), 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber') ?? Number.NaN),
    etag: (textOf(part, 'ETag') ?? '').replaceAll('"', '').trim(),
  }));
}
