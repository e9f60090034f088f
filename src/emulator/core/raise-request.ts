import { normaliseEventType } from '../../domain/event-type.ts';
import { type Provider, providers } from '../../domain/providers/index.ts';
import type { Buckets } from './buckets.ts';
import { newRequestId } from './identity.ts';
import type { ObjectEvent } from './object-event.ts';
import { Problem } from './problem.ts';
import { raiseProblem } from './raise-problem.ts';
import type { Services } from './services.ts';
import { userMetaOf } from './stored-object.ts';

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

/**
 * Returns whether any rule matched; calls to KS3's callback URLs go on after that. Callers may come without types, so every
 * member is checked; a problem is what no service would send.
 */
export function raiseEvent(services: Services, given: object): boolean | Problem {
  const problem = raiseProblem(given);
  if (problem !== undefined) return new Problem('value-invalid', problem);
  const request = given as RaiseRequest;
  const cause = { sourceIp: LOCAL, requestId: newRequestId() };
  const provider = request.type.startsWith('ks3:') ? providers.ks3 : providers.oss;
  const type = normaliseEventType(request.type, provider);
  if (!provider.events.some((entry) => entry.type === type)) return unknownType(request.type, provider);
  if (provider === providers.oss)
    return services.ossEvents.raise(eventOf(services.buckets, { ...request, type }), cause);
  const event = eventOf(services.ks3Buckets, { ...request, type });
  const matching = services.ks3Notifications.matching(event.type, event.bucket, event.key);
  void services.ks3Events.raise(event, cause);
  return matching.length > 0;
}

function unknownType(type: string, { name, events }: Provider): Problem {
  const catalogue = events.map((entry) => entry.type).join(', ');
  return new Problem(
    'event-type-unknown',
    `"${type}" is no event of the catalogue of ${name}, which has ${catalogue}`,
  );
}

function eventOf(buckets: Buckets, { type, bucket, key, ...given }: RaiseRequest): ObjectEvent {
  const object = buckets.find(bucket)?.objects.get(key);
  // As with the calls that remove an object, none is told of one that goes.
  const userMeta = object === undefined || type.includes('ObjectRemoved:') ? undefined : userMetaOf(object);
  return {
    type,
    bucket,
    key,
    size: object?.content.length ?? 0,
    deltaSize: 0,
    etag: object?.etag ?? '',
    ...(userMeta === undefined ? {} : { userMeta }),
    ...given,
  };
}
