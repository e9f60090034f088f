/** What tells one sample event from another. */
export interface SampleSpec {
  /** Concrete type: `ObjectCreated:PutObject`. */
  readonly type: string;
  readonly key: string;
  readonly bucket: string;
  readonly size: number;
  readonly region: string;
  readonly account: string;
  readonly rule: string;
  readonly requestId: string;
  readonly atMs: number;
}

/** A message body as OSS publishes it, Base64 of the documented shape; the values that nobody gave are invented. */
export function sampleBody(spec: SampleSpec): string {
  return Buffer.from(JSON.stringify({ events: [sampleEvent(spec)] })).toString('base64');
}

function sampleEvent({
  type,
  key,
  bucket,
  size,
  region,
  account,
  rule,
  requestId,
  atMs,
}: SampleSpec): object {
  return {
    eventName: type,
    eventSource: 'acs:oss',
    // OSS tells whole seconds.
    eventTime: new Date(Math.floor(atMs / 1000) * 1000).toISOString(),
    eventVersion: '1.0',
    oss: {
      bucket: {
        arn: `acs:oss:${region}:${account}:${bucket}`,
        name: bucket,
        ownerIdentity: account,
        virtualBucket: '',
      },
      object: {
        deltaSize: type.startsWith('ObjectRemoved') ? -size : size,
        eTag: '0'.repeat(32),
        key,
        size,
        ...extra(type, size),
      },
      ossSchemaVersion: '1.0',
      ruleId: rule,
    },
    region,
    requestParameters: { sourceIPAddress: '192.0.2.1' },
    responseElements: { requestId },
    userIdentity: { principalId: account },
  };
}

/** What only some types carry. */
function extra(type: string, size: number): object {
  if (type === 'ObjectCreated:AppendObject') return { position: 0 };
  return type === 'ObjectDownloaded:GetObject' ? { readFrom: 0, readTo: size } : {};
}
