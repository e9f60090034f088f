import { type Draft, type Fields, fieldsOf, putText, textOf, wholeNumberOf } from './event-fields.ts';

/** What KS3 pushes to a callback; only `type` is certain for every kind of event. */
export function readKs3Event(fields: Fields): Draft | undefined {
  const name = textOf(fields['type']);
  const type = name?.replace(/^ks3:/, '') ?? '';
  const data = fieldsOf(fields['data']) ?? {};
  const ks3 = fieldsOf(data['ks3']);
  if (type === '' || (ks3 === undefined && type === name)) return undefined;
  const event: Draft = { provider: 'ks3', type, raw: fields };
  putText(event, 'time', ks3Time(fields['time']));
  putText(event, 'rule', textOf(fields['ruleId']) ?? fields['ruleid']);
  putObject(event, ks3 ?? {});
  putRequest(event, fields, data);
  return event;
}

function putObject(event: Draft, ks3: Fields): void {
  const object = fieldsOf(ks3['object']) ?? {};
  putText(event, 'bucket', fieldsOf(ks3['bucket'])?.['name']);
  putText(event, 'key', object['key']);
  putText(event, 'etag', object['etag']);
  const size = wholeNumberOf(object['objectsize']);
  if (size !== undefined && size >= 0) event.size = size;
  const position = wholeNumberOf(object['position']);
  if (position !== undefined && position >= 0) event.position = position;
}

function putRequest(event: Draft, fields: Fields, data: Fields): void {
  // A CloudEvent made of the callback carries the extensions beside the other attributes.
  const extensions = fieldsOf(fields['extensions']) ?? fields;
  putText(event, 'region', extensions['region']);
  putText(event, 'principalId', textOf(extensions['userid']) ?? extensions['roleid']);
  putText(event, 'sourceIp', fieldsOf(data['request'])?.['sourceIPAddress']);
  putText(event, 'requestId', textOf(fieldsOf(data['response'])?.['requestId']) ?? fields['id']);
}

/** The documented sample has a space where the plus of the offset belongs; what the wire carries is not known. */
function ks3Time(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?) (\d\d):?(\d\d)$/, '$1+$2:$3');
}
