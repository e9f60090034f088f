/** A notification event in our own words, and the element that it was read from: parsed, as text, or both. */
export interface NotificationEvent {
  readonly provider: 'oss' | 'ks3';
  /** Concrete type without provider prefix, such as `ObjectCreated:PutObject`. */
  readonly type: string;
  readonly bucket?: string;
  readonly key?: string;
  /** Object size in bytes. */
  readonly size?: number;
  /** Change of size in bytes; negative when the object shrank or went. */
  readonly deltaSize?: number;
  readonly etag?: string;
  /** RFC 3339, as received. */
  readonly time?: string;
  readonly region?: string;
  /** Name of the rule that fired. */
  readonly rule?: string;
  readonly requestId?: string;
  readonly sourceIp?: string;
  readonly principalId?: string;
  /** Offset in bytes where an append began. */
  readonly position?: number;
  /** First byte read. */
  readonly readFrom?: number;
  /** End of the read, exclusive. */
  readonly readTo?: number;
  readonly mimeType?: string;
  readonly virtualBucket?: string;
  /** Custom variables of an upload callback; names start with `x:`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The element, where it was parsed; see `elementOf`. */
  readonly raw?: unknown;
  /** Its own JSON on one line, where the message holds it as such; see `elementJson`. */
  readonly json?: string;
}

/** The event element as received, unknown fields included; parsed now where nobody has needed it yet. */
export function elementOf({ raw, json }: NotificationEvent): unknown {
  return raw === undefined && json !== undefined ? JSON.parse(json) : raw;
}

/** The same as JSON on one line, copied where the message holds it: that is faster, and keeps numbers and escapes. */
export function elementJson({ raw, json }: NotificationEvent): string {
  return json ?? JSON.stringify(raw);
}

/**
 * What a repeated delivery of one event has in common, or undefined when the event does not tell its request.
 * Services promise at-least-once: the request, the type and the object together name the event.
 */
export function eventIdentity({
  requestId,
  type,
  bucket = '',
  key = '',
}: NotificationEvent): string | undefined {
  // Joined, not concatenated: what is remembered by the thousand should not keep each of its parts as well.
  return requestId === undefined ? undefined : [requestId, type, bucket, key].join(' ');
}
