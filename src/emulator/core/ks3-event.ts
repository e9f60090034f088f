import { EMULATOR_ACCOUNT } from './identity.ts';
import type { Cause, ObjectEvent } from './object-event.ts';

/** Notifications are offered in Ningxia and Russia only. */
export const KS3_REGION = 'NINGXIA';
const BEIJING_MS = 8 * 60 * 60 * 1000;

/** What KS3 pushes for one event: like a CloudEvent, in the documented members and their order. */
export function ks3EventElement(
  event: ObjectEvent,
  { sourceIp, requestId }: Cause,
  rule: string,
  atMs: number,
) {
  const { type, bucket, key, size, etag, position = 0, userMeta } = event;
  return {
    id: requestId,
    source: 'kcs:ks3',
    ruleId: rule,
    type,
    specversion: '1.0',
    time: `${new Date(atMs + BEIJING_MS).toISOString().slice(0, -1)}+08:00`,
    datacontenttype: 'application/json',
    subject: `${bucket}/${key}`,
    extensions: { accountid: EMULATOR_ACCOUNT, roleid: '', region: KS3_REGION, eventversion: '1.0' },
    data: {
      request: { sourceIPAddress: sourceIp },
      response: { requestId },
      ks3: {
        bucket: { name: bucket, ownerid: EMULATOR_ACCOUNT },
        object: {
          key,
          objectsize: String(size),
          // Base64 of the digest here, unlike everywhere else.
          etag: Buffer.from(etag.replace(/-\d+$/, ''), 'hex').toString('base64'),
          position,
          ...(userMeta === undefined ? {} : { userMetaData: underItsNames(userMeta) }),
        },
      },
    },
  };
}

const underItsNames = (userMeta: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(userMeta).map(([name, value]) => [`x-kss-meta-${name}`, value]));
