import type { NotificationEvent } from './event.ts';
import {
  type Draft,
  type Fields,
  fieldsOf,
  NATURAL_MEMBERS,
  putText,
  textOf,
  typeNamed,
  wholeNumberOf,
} from './event-fields.ts';
import { readKs3Event } from './ks3-event.ts';

/**
 * One element of a message as an event, or undefined when it is none; only the type is indispensable.
 * `json` is the element's own text on one line, where it can be had.
 */
export function readEvent(element: unknown, json?: string): NotificationEvent | undefined {
  const fields = fieldsOf(element);
  if (fields === undefined) return undefined;
  const name = textOf(fields['eventName']);
  const event = name === undefined ? readKs3Event(fields) : readOssEvent(fields, name);
  if (event && json !== undefined) event.json = json;
  return event;
}

function readOssEvent(fields: Fields, name: string): Draft | undefined {
  const oss = fieldsOf(fields['oss']) ?? NO_FIELDS;
  const type = typeNamed(name);
  if (type === '') return undefined;
  const event: Draft = { provider: 'oss', type, raw: fields };
  putText(event, 'time', fields['eventTime']);
  putText(event, 'rule', oss['ruleId']);
  putObject(event, fieldsOf(oss['object']) ?? NO_FIELDS);
  putBucket(event, fieldsOf(oss['bucket']) ?? NO_FIELDS);
  putRequest(event, fields, oss);
  return event;
}

const NO_FIELDS: Fields = {};

function putBucket(event: Draft, bucket: Fields): void {
  putText(event, 'bucket', bucket['name']);
  putText(event, 'virtualBucket', bucket['virtualBucket']);
}

function putObject(event: Draft, object: Fields): void {
  putText(event, 'key', object['key']);
  putText(event, 'etag', object['eTag']);
  for (const name of NATURAL_MEMBERS) {
    const value = wholeNumberOf(object[name]);
    if (value !== undefined && value >= 0) event[name] = value;
  }
  // Negative when an overwrite shrank the object.
  const deltaSize = wholeNumberOf(object['deltaSize']);
  if (deltaSize !== undefined) event.deltaSize = deltaSize;
  putText(event, 'mimeType', fieldsOf(object['objectMeta'])?.['mimeType']);
}

/** These stand beside `oss` in recorded messages, and inside it in the current documentation: look in both places. */
function putRequest(event: Draft, fields: Fields, oss: Fields): void {
  putText(event, 'region', textOf(fields['region']) ?? oss['region']);
  putText(event, 'sourceIp', member(fields, oss, 'requestParameters', 'sourceIPAddress'));
  putText(event, 'requestId', member(fields, oss, 'responseElements', 'requestId'));
  putText(event, 'principalId', member(fields, oss, 'userIdentity', 'principalId'));
  const variables = variablesOf(fields['xVars']) ?? variablesOf(oss['xVars']);
  if (variables !== undefined) event.variables = variables;
}

function member(fields: Fields, oss: Fields, group: string, name: string): unknown {
  return textOf(fieldsOf(fields[group])?.[name]) ?? fieldsOf(oss[group])?.[name];
}

/** Variables are strings by the documentation; a number or a boolean is shown as it is written. */
function variablesOf(value: unknown): Record<string, string> | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const scalars = Object.entries(fields).filter(
    ([, content]) => content !== null && typeof content !== 'object',
  );
  return Object.fromEntries(scalars.map(([name, content]) => [name, String(content)]));
}
