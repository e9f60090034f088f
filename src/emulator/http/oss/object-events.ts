import type { Stored } from '../../core/bucket.ts';
import type { ObjectEvent } from '../../core/object-event.ts';
import { mimeTypeOf, type StoredObject, userMetaOf } from '../../core/stored-object.ts';
import type { OssContext } from './oss-context.ts';
import { variablesOf } from './upload-variables.ts';

/** The event of an object that now exists as the request left it. */
export function storedEvent(
  type: string,
  { bucket, key, request }: OssContext,
  { object, deltaSize }: Stored,
): ObjectEvent {
  const variables = variablesOf(request);
  const userMeta = userMetaOf(object);
  return {
    type,
    bucket,
    key,
    size: object.content.length,
    deltaSize,
    etag: object.etag,
    mimeType: mimeTypeOf(object),
    ...(variables === undefined ? {} : { variables }),
    ...(userMeta === undefined ? {} : { userMeta }),
  };
}

/** Size and tag are those of the object that went; the service's own choice is not documented. */
export const removedEvent = (type: string, bucket: string, object: StoredObject): ObjectEvent => ({
  type,
  bucket,
  key: object.name,
  size: object.content.length,
  deltaSize: -object.content.length,
  etag: object.etag,
});
