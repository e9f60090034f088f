import { createHash } from 'node:crypto';
import type { CloudEventDraft } from './cloudevent.ts';
import { isExtensionName } from './cloudevent-extension.ts';
import { attributeText } from './cloudevent-text.ts';
import type { NotificationEvent } from './event.ts';
import { type Fields, fieldsOf, textOf } from './event-fields.ts';
import { isRfc3339 } from './rfc3339.ts';

/** Members of the callback that become attributes of their own, or are no attributes at all. */
const TAKEN = new Set([
  'id',
  'source',
  'type',
  'subject',
  'time',
  'specversion',
  'datacontenttype',
  'data',
  'extensions',
  'ruleId',
]);

/**
 * What KS3 pushes is nearly a CloudEvent: its time may lack the plus, its extensions stand in an object, and `ruleId`
 * is no legal name. These are mended; all else is copied.
 */
export function ks3CloudEvent(event: NotificationEvent, raw: Fields): CloudEventDraft {
  const subject = textOf(raw['subject']);
  return {
    attributes: {
      id: attributeText(textOf(raw['id']) ?? event.requestId ?? sha256(raw)),
      source: attributeText(textOf(raw['source']) ?? 'kcs:ks3'),
      type: attributeText(textOf(raw['type']) ?? `ks3:${event.type}`),
      ...(subject !== undefined && { subject: attributeText(subject) }),
      ...(event.time !== undefined && isRfc3339(event.time) && { time: event.time }),
      datacontenttype: attributeText(textOf(raw['datacontenttype']) ?? 'application/json'),
    },
    extensions: {
      ...(event.rule !== undefined && { ruleid: attributeText(event.rule) }),
      ...scalars(fieldsOf(raw['extensions']) ?? {}),
      ...scalars(Object.fromEntries(Object.entries(raw).filter(([name]) => !TAKEN.has(name)))),
    },
    data: raw['data'] ?? null,
  };
}

/** Names are lowered where that makes them legal; what is no scalar, or empty, cannot be an extension. */
function scalars(fields: Fields): Record<string, string> {
  const legal = Object.entries(fields)
    .filter(([, value]) => value !== '' && /^(string|number|boolean)$/.test(typeof value))
    .map(([name, value]) => [name.toLowerCase(), attributeText(String(value))])
    .filter(([name = '']) => isExtensionName(name));
  return Object.fromEntries(legal);
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
