import type { ObjectEvent } from '../../core/object-event.ts';
import type { Answer, WireRequest } from '../wire-request.ts';

/** KS3's object operations are those of OSS under other header names; these bring one to the other and back. */

const TO_COMMON = /^x-(?:kss|amz)-/;

/** The request as an OSS client would have sent it. */
export const inCommonWords = (request: WireRequest): WireRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.replace(TO_COMMON, 'x-oss-'), value]),
  ),
});

/** Entity tags in small letters, header names with KS3's own prefix. */
export const inKs3Words = (answer: Answer): Answer => ({
  ...answer,
  headers: Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name.replace(/^x-oss-/, 'x-kss-'),
      name === 'ETag' ? value.toLowerCase() : value,
    ]),
  ),
});

const EVENT_TYPES: Readonly<Record<string, string>> = {
  'ObjectCreated:PutObject': 'ks3:ObjectCreated:PutObject',
  'ObjectCreated:PostObject': 'ks3:ObjectCreated:PostObject',
  'ObjectCreated:CopyObject': 'ks3:ObjectCreated:CopyObject',
  'ObjectModified:UpdateObjectMeta': 'ks3:ObjectCreated:CopyObject',
  'ObjectCreated:AppendObject': 'ks3:ObjectCreated:AppendObject',
  'ObjectCreated:CompleteMultipartUpload': 'ks3:ObjectCreated:CompleteMultipartUpload',
  'ObjectRemoved:DeleteObject': 'ks3:ObjectRemoved:DeleteObject',
  'ObjectRemoved:DeleteObjects': 'ks3:ObjectRemoved:DeleteObject',
};

/** Reads and the steps of a multipart upload are no events here. */
export function ks3EventOf(event: ObjectEvent, headers: WireRequest['headers']): ObjectEvent | undefined {
  const type = EVENT_TYPES[event.type];
  if (type === undefined) return undefined;
  const meta = Object.entries(headers).filter(([name]) => name.startsWith('x-kss-meta-'));
  return { ...event, type, ...(meta.length === 0 ? {} : { userMeta: Object.fromEntries(meta) }) };
}
