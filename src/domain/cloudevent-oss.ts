import { createHash } from 'node:crypto';
import type { CloudEventDraft } from './cloudevent.ts';
import { attributeText } from './cloudevent-text.ts';
import type { NotificationEvent } from './event.ts';
import { type Fields, fieldsOf, textOf } from './event-fields.ts';
import { isRfc3339 } from './rfc3339.ts';

/** An OSS event in the form in which Alibaba's own EventBridge delivers it, so that one pattern fits both paths. */
export function ossCloudEvent(event: NotificationEvent, raw: Fields, index: number): CloudEventDraft {
  const oss = fieldsOf(raw['oss']) ?? {};
  const bucket = fieldsOf(oss['bucket']) ?? {};
  const subject = subjectOf(event, bucket);
  const account = textOf(bucket['ownerIdentity']);
  return {
    attributes: {
      id: attributeText(idOf(event, raw, index)),
      source: 'acs.oss',
      type: attributeText(`oss:${event.type}`),
      ...(subject !== undefined && { subject: attributeText(subject) }),
      ...(event.time !== undefined && isRfc3339(event.time) && { time: event.time }),
      datacontenttype: 'application/json',
    },
    extensions: {
      ...(account !== undefined && { aliyunaccountid: attributeText(account) }),
      ...(event.region !== undefined && { aliyunregionid: attributeText(event.region) }),
      ...(event.rule !== undefined && { ruleid: attributeText(event.rule) }),
    },
    data: raw,
  };
}

/**
 * One API call has one request id; the position in its message tells several events apart. Whether the events of a
 * multi-object delete share a message is not documented, so there the key does it.
 * Never the message's id: two queues on one topic would give one event two ids, and a replayed file has none.
 */
function idOf({ requestId, type, key = '' }: NotificationEvent, raw: Fields, index: number): string {
  if (requestId === undefined) return sha256(JSON.stringify(raw));
  return type === 'ObjectRemoved:DeleteObjects'
    ? `${requestId}.${sha256(key).slice(0, 12)}`
    : `${requestId}.${index}`;
}

function subjectOf({ key, region, bucket }: NotificationEvent, fields: Fields): string | undefined {
  const owner = textOf(fields['ownerIdentity']);
  const arn =
    textOf(fields['arn']) ??
    (region !== undefined && owner !== undefined && bucket !== undefined
      ? `acs:oss:${region}:${owner}:${bucket}`
      : bucket);
  if (arn === undefined || key === undefined) return arn ?? key;
  return `${arn}/${key}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
