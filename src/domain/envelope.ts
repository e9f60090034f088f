import { base64ToText } from './base64.ts';
import { UNDECODABLE_TYPE } from './cloudevent-undecodable.ts';
import { onlyElementText } from './element-text.ts';
import type { NotificationEvent } from './event.ts';
import { readEvent } from './event-reading.ts';
import { scanMessage } from './recorded-message.ts';
import { type Envelope, envelopeFromJson, envelopeFromXml } from './topic-envelope.ts';

/**
 * From a message body to event elements. What a consumer holds depends on the delivery: the events' JSON may be wrapped
 * in a topic's envelope (JSON or XML), in a CloudEvent, and in Base64, in any order that services and SDKs produce.
 */

export type { Envelope } from './topic-envelope.ts';

export type Decoded =
  /** At least one; undefined for an element of the message that is no event. */
  | {
      readonly kind: 'events';
      readonly events: readonly (NotificationEvent | undefined)[];
      readonly envelope?: Envelope;
    }
  | {
      readonly kind: 'undecodable';
      readonly reason: string;
      readonly envelope?: Envelope;
      /** The body by itself, where it came as what we make of one that cannot be decoded. */
      readonly body?: string;
    };

/** Whether Base64 is undone where it is found, must be there (outermost), or is left alone. */
export type Base64Use = 'auto' | 'base64' | 'raw';

/** Services and SDKs encode once or twice; a body that needs more is not one of theirs. */
const MAX_BASE64_LEVELS = 3;
/** Of any kind: Base64, envelopes and JSON strings together. */
const MAX_LAYERS = 8;

type Layer =
  | {
      readonly kind: 'inner';
      readonly text: string;
      readonly base64?: true;
      readonly envelope?: Envelope;
      /** It is what a sender had received. */
      readonly isOriginal?: true;
    }
  /** Of one element the JSON text, on one line, where it can be had unchanged. */
  | { readonly kind: 'elements'; readonly elements: readonly unknown[]; readonly text?: string }
  | { readonly kind: 'event'; readonly event: NotificationEvent }
  | { readonly kind: 'unknown'; readonly reason: string };

type Elements = Extract<Layer, { kind: 'elements' }>;

/** What Base64 of a JSON object begins with. */
const ENCODED_OBJECT = 'eyJ';

/** Never throws: what cannot be decoded comes back with the reason, so that it can be shown and kept. */
export function decodeBody(body: string, base64: Base64Use = 'auto'): Decoded {
  const isEncoded = base64 === 'base64' || (base64 === 'auto' && body.startsWith(ENCODED_OBJECT));
  const layer: Layer = isEncoded ? openBase64(body.trim()) : { kind: 'inner', text: body };
  // Nearly every body; what opens all others, layer by layer, does not even get warm then.
  const event = isEncoded && layer.kind === 'inner' ? scanMessage(layer.text) : undefined;
  return event ? { kind: 'events', events: [event] } : decodeLayers(layer, base64 !== 'raw');
}

function decodeLayers(first: Layer, base64Allowed: boolean): Decoded {
  let layer = first;
  let envelope: Envelope | undefined;
  let original: string | undefined;
  let levels = 0;
  for (let layers = 0; layers <= MAX_LAYERS; layers++) {
    if (layer.kind === 'event') return decodedFrom([layer.event], envelope);
    if (layer.kind === 'elements') return decodedFrom(eventsOf(layer), envelope);
    if (layer.kind === 'unknown') return undecodable(layer.reason, envelope, original);
    if (layer.base64 && ++levels > MAX_BASE64_LEVELS) break;
    envelope ??= layer.envelope;
    if (layer.isOriginal) original = layer.text;
    layer = openLayer(layer.text.trim(), base64Allowed);
  }
  return undecodable('wrapped or encoded too many times', envelope, original);
}

function decodedFrom(
  events: readonly (NotificationEvent | undefined)[],
  envelope: Envelope | undefined,
): Decoded {
  return { kind: 'events', events, ...withEnvelope(envelope) };
}

function eventsOf({ elements, text }: Elements): (NotificationEvent | undefined)[] {
  return elements.map((element) => readEvent(element, text));
}

function undecodable(reason: string, envelope: Envelope | undefined, body: string | undefined): Decoded {
  return { kind: 'undecodable', reason, ...withEnvelope(envelope), ...(body !== undefined && { body }) };
}

function withEnvelope(envelope: Envelope | undefined): { envelope?: Envelope } {
  return envelope === undefined ? {} : { envelope };
}

/** The first character tells what a body is; no Base64 text begins with any of these. */
function openLayer(text: string, base64Allowed: boolean): Layer {
  switch (text[0]) {
    case undefined:
      return { kind: 'unknown', reason: 'the message is empty' };
    case '{':
    case '[':
    case '"':
      return openJson(text);
    case '<':
      return openXml(text);
    default:
      return base64Allowed ? openBase64(text) : { kind: 'unknown', reason: 'neither JSON nor XML' };
  }
}

function openBase64(text: string): Layer {
  const decoded = base64ToText(text);
  return decoded.ok
    ? { kind: 'inner', text: decoded.text, base64: true }
    : { kind: 'unknown', reason: decoded.reason };
}

function openXml(xml: string): Layer {
  const found = envelopeFromXml(xml);
  if (found === undefined) return { kind: 'unknown', reason: 'XML without a Message' };
  return { kind: 'inner', text: found.message, envelope: found.envelope };
}

function openJson(text: string): Layer {
  const event = scanMessage(text);
  if (event) return { kind: 'event', event };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unknown', reason: 'broken JSON' };
  }
  if (typeof value === 'string') return { kind: 'inner', text: value };
  if (Array.isArray(value)) return openBatch(value);
  if (!isObject(value)) return { kind: 'unknown', reason: 'JSON, but no object' };
  return withOwnText(openObject(value), value, text);
}

function withOwnText(layer: Layer, value: Readonly<Record<string, unknown>>, text: string): Layer {
  if (layer.kind !== 'elements' || layer.elements.length !== 1) return layer;
  const isMessage = layer.elements[0] !== value && Object.keys(value).length === 1;
  const own = isMessage ? onlyElementText(text) : undefined;
  return own === undefined ? layer : { kind: 'elements', elements: layer.elements, text: own };
}

function openObject(value: Readonly<Record<string, unknown>>): Layer {
  const { events } = value;
  if (Array.isArray(events)) {
    return events.length > 0
      ? { kind: 'elements', elements: events }
      : { kind: 'unknown', reason: 'the list of events is empty' };
  }
  if (isBareEvent(value) || isKs3Event(value)) return { kind: 'elements', elements: [value] };
  const found = envelopeFromJson(value);
  if (found !== undefined) return { kind: 'inner', text: found.message, envelope: found.envelope };
  if (typeof value['specversion'] === 'string') return openCloudEvent(value);
  return { kind: 'unknown', reason: 'JSON, but not an event of OSS or KS3' };
}

/** EventBridge puts one event object into `data`; the Knative source a JSON string that holds Base64. */
function openCloudEvent({ type, data, data_base64: encoded }: Readonly<Record<string, unknown>>): Layer {
  if (type === UNDECODABLE_TYPE && isObject(data) && typeof data['body'] === 'string')
    return { kind: 'inner', text: data['body'], isOriginal: true };
  if (isObject(data) && Array.isArray(data['events'])) return openObject(data);
  if (isObject(data) && typeof data['eventName'] === 'string') return { kind: 'elements', elements: [data] };
  if (typeof data === 'string') return { kind: 'inner', text: data };
  if (typeof encoded === 'string') return openBase64(encoded);
  return { kind: 'unknown', reason: 'a CloudEvent, but not an event of OSS or KS3' };
}

/** A batch of CloudEvents, or bare events in a list. */
function openBatch(values: readonly unknown[]): Layer {
  const layers = values.map((value) => (isObject(value) ? openObject(value) : undefined));
  const elements = layers.flatMap((layer) => (layer?.kind === 'elements' ? layer.elements : []));
  const complete = elements.length > 0 && layers.every((layer) => layer?.kind === 'elements');
  return complete
    ? { kind: 'elements', elements }
    : { kind: 'unknown', reason: 'a JSON list, but not of events of OSS or KS3' };
}

/** One element by itself: the data of a binary CloudEvent, or a line of our own output. */
function isBareEvent({ eventName, oss, eventSource }: Readonly<Record<string, unknown>>): boolean {
  return typeof eventName === 'string' && (isObject(oss) || eventSource === 'acs:oss');
}

/** KS3 pushes a CloudEvent-like object whose members beside `data` matter too. */
function isKs3Event({ type, data }: Readonly<Record<string, unknown>>): boolean {
  return (typeof type === 'string' && type.startsWith('ks3:')) || (isObject(data) && isObject(data['ks3']));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
