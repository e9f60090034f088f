import { EMULATOR_ACCOUNT, EMULATOR_REGION } from './identity.ts';

/** Something that happened to an object and that a rule may ask for. */
export interface ObjectEvent {
  /** Such as `ObjectCreated:PutObject`. */
  readonly type: string;
  readonly bucket: string;
  readonly key: string;
  /** Bytes of the object, or of the part that was uploaded. */
  readonly size: number;
  readonly deltaSize: number;
  /** Without quotes. */
  readonly etag: string;
  /** Where an append began. */
  readonly position?: number;
  readonly readFrom?: number;
  /** Exclusive. */
  readonly readTo?: number;
  readonly mimeType?: string;
  /** Custom variables of an upload callback; names start with `x:`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** User metadata of the object, by names without the provider's prefix. */
  readonly userMeta?: Readonly<Record<string, string>>;
}

/** Of the request that caused an event. */
export interface Cause {
  readonly sourceIp: string;
  readonly requestId: string;
}

/** The event element as OSS writes it: members in the order of recorded messages, the time in whole seconds. */
export function ossEventElement(
  event: ObjectEvent,
  { sourceIp, requestId }: Cause,
  rule: string,
  atMs: number,
) {
  const { type, bucket, key, size, deltaSize, etag, position, readFrom, readTo, mimeType, variables } = event;
  return {
    eventName: type,
    eventSource: 'acs:oss',
    eventTime: new Date(Math.floor(atMs / 1000) * 1000).toISOString(),
    eventVersion: '1.0',
    oss: {
      bucket: {
        arn: `acs:oss:${EMULATOR_REGION}:${EMULATOR_ACCOUNT}:${bucket}`,
        name: bucket,
        ownerIdentity: EMULATOR_ACCOUNT,
        virtualBucket: '',
      },
      object: {
        deltaSize,
        eTag: etag,
        key,
        ...(mimeType === undefined ? {} : { objectMeta: { mimeType } }),
        ...(position === undefined ? {} : { position }),
        ...(readFrom === undefined ? {} : { readFrom }),
        ...(readTo === undefined ? {} : { readTo }),
        size,
      },
      ossSchemaVersion: '1.0',
      ruleId: rule,
    },
    region: EMULATOR_REGION,
    requestParameters: { sourceIPAddress: sourceIp },
    responseElements: { requestId },
    userIdentity: { principalId: EMULATOR_ACCOUNT },
    ...(variables === undefined ? {} : { xVars: variables }),
  };
}

/** A message body as OSS hands it to MNS: Base64 of compact JSON. */
export const ossMessageBody = (element: unknown): string =>
  Buffer.from(JSON.stringify({ events: [element] })).toString('base64');
