import type { ObjectEvent } from '../../core/object-event.ts';

/** What the common object operations call their events, in the names of KS3's catalogue. */
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
export function ks3EventOf(event: ObjectEvent): ObjectEvent | undefined {
  const type = EVENT_TYPES[event.type];
  return type === undefined ? undefined : { ...event, type };
}
