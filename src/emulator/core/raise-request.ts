import { newRequestId } from './identity.ts';
import type { ObjectEvent } from './object-event.ts';
import type { Services } from './services.ts';

/** An event to be raised without a request of a client: replication, lifecycle, mirror and their like. */
export interface RaiseRequest {
  /** Such as `ObjectReplication:ObjectCreated`; a leading `ks3:` raises it on KS3. */
  readonly type: string;
  readonly bucket: string;
  readonly key: string;
  /** Default: that of the stored object, else 0. */
  readonly size?: number;
  readonly deltaSize?: number;
  readonly etag?: string;
  readonly position?: number;
  readonly readFrom?: number;
  readonly readTo?: number;
  readonly mimeType?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

const LOCAL = '127.0.0.1';

/** Returns whether any rule matched. */
export function raiseOss(services: Services, { type, bucket, key, ...given }: RaiseRequest): boolean {
  const object = services.buckets.find(bucket)?.objects.get(key);
  const event: ObjectEvent = {
    type: type.replace(/^oss:/, ''),
    bucket,
    key,
    size: object?.content.length ?? 0,
    deltaSize: 0,
    etag: object?.etag ?? '',
    ...given,
  };
  return services.ossEvents.raise(event, { sourceIp: LOCAL, requestId: newRequestId() });
}
