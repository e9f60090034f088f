import type { Buckets } from './buckets.ts';
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

/** Returns whether any rule matched; calls to KS3's callback URLs go on after that. */
export function raiseEvent(services: Services, request: RaiseRequest): boolean {
  const cause = { sourceIp: LOCAL, requestId: newRequestId() };
  if (!request.type.startsWith('ks3:'))
    return services.ossEvents.raise(eventOf(services.buckets, request), cause);
  const event = eventOf(services.ks3Buckets, request);
  const matching = services.ks3Notifications.matching(event.type, event.bucket, event.key);
  void services.ks3Events.raise(event, cause);
  return matching.length > 0;
}

function eventOf(buckets: Buckets, { type, bucket, key, ...given }: RaiseRequest): ObjectEvent {
  const object = buckets.find(bucket)?.objects.get(key);
  return {
    type: type.replace(/^oss:/, ''),
    bucket,
    key,
    size: object?.content.length ?? 0,
    deltaSize: 0,
    etag: object?.etag ?? '',
    ...given,
  };
}
