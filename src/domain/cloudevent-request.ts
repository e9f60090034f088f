import { textOfHeader } from './cloudevent-text.ts';
import { type Fields, fieldsOf } from './event-fields.ts';

/** A CloudEvent as it was posted, in the JSON form whatever the mode was. */
export interface PostedCloudEvent {
  readonly id: string;
  readonly json: string;
}

export type PostedCloudEvents =
  | { readonly ok: true; readonly events: readonly PostedCloudEvent[] }
  | { readonly ok: false; readonly status: 400 | 415; readonly reason: string };

export type HttpHeaders = Readonly<Record<string, string>>;

/** Structured and batch by the content type, binary by the header that every event must have. */
export function isCloudEventRequest(headers: HttpHeaders): boolean {
  return mediaType(headers).startsWith('application/cloudevents') || headers['ce-specversion'] !== undefined;
}

/** Reads a request of any of the three modes; says why when it cannot. */
export function readCloudEvents(headers: HttpHeaders, body: Buffer): PostedCloudEvents {
  const type = mediaType(headers);
  if (!type.startsWith('application/cloudevents')) return readBinary(headers, body);
  if (type === 'application/cloudevents+json' || type === 'application/cloudevents')
    return readStructured(body);
  if (type === 'application/cloudevents-batch+json') return readBatch(body);
  return { ok: false, status: 415, reason: `${type} is not read; JSON is` };
}

function mediaType(headers: HttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function readStructured(body: Buffer): PostedCloudEvents {
  const text = utf8Of(body);
  const event = fieldsOf(parsed(text));
  return text === undefined || event === undefined
    ? bad('the body is no JSON object')
    : together([checked(event, text)]);
}

function readBatch(body: Buffer): PostedCloudEvents {
  const list = parsed(utf8Of(body));
  if (!Array.isArray(list)) return bad('the body is no JSON list');
  return together(list.map((entry) => checked(fieldsOf(entry) ?? {}, JSON.stringify(entry))));
}

/** Of the event's attributes only the type of the data is not a `ce-` header. */
function readBinary(headers: HttpHeaders, body: Buffer): PostedCloudEvents {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-')) continue;
    const text = textOfHeader(value);
    if (text === undefined) return bad(`${name} is no percent-encoded UTF-8`);
    attributes[name.slice('ce-'.length)] = text;
  }
  const type = headers['content-type'];
  if (type !== undefined) attributes['datacontenttype'] = type;
  const data = dataMember(type, body);
  if (data === undefined) return bad(`the data is not what ${type} says`);
  const json =
    data === '' ? JSON.stringify(attributes) : `${JSON.stringify(attributes).slice(0, -1)},${data}}`;
  return together([checked(attributes, json)]);
}

/** The member that holds the data, with JSON kept as it is written; undefined when it is no JSON but says so. */
function dataMember(type: string | undefined, body: Buffer): string | undefined {
  if (body.length === 0) return '';
  const text = utf8Of(body);
  if (text !== undefined && parsed(text) !== undefined) return `"data":${text.trim()}`;
  if (type !== undefined && /[/+]json\b/i.test(type)) return undefined;
  if (text !== undefined && type !== undefined && /^text\//i.test(type))
    return `"data":${JSON.stringify(text)}`;
  return `"data_base64":${JSON.stringify(body.toString('base64'))}`;
}

/** The vendor's own source for Knative sends 0.2, old brokers 0.3; what we read of them is the same. */
const VERSIONS = ['1.0', '0.3', '0.2'];
const REQUIRED = ['id', 'source', 'type'] as const;

function checked(event: Fields, json: string): PostedCloudEvent | string {
  const { specversion, id } = event;
  if (typeof specversion !== 'string' || !VERSIONS.includes(specversion)) {
    return `specversion is ${specversion === undefined ? 'missing' : JSON.stringify(specversion)}, not 1.0`;
  }
  const missing = REQUIRED.find((name) => typeof event[name] !== 'string' || event[name] === '');
  return missing !== undefined || typeof id !== 'string' ? `${missing} is missing` : { id, json };
}

/** All or nothing: a batch has one answer. */
function together(results: readonly (PostedCloudEvent | string)[]): PostedCloudEvents {
  const events: PostedCloudEvent[] = [];
  for (const [index, result] of results.entries()) {
    if (typeof result !== 'string') events.push(result);
    else return bad(results.length === 1 ? result : `event ${index + 1} of ${results.length}: ${result}`);
  }
  return { ok: true, events };
}

function bad(reason: string): PostedCloudEvents {
  return { ok: false, status: 400, reason };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });

function utf8Of(body: Buffer): string | undefined {
  try {
    return strict.decode(body);
  } catch {
    return undefined;
  }
}
