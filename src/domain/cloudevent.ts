import { createHash } from 'node:crypto';
import { isExtensionName } from './cloudevent-extension.ts';
import { ks3CloudEvent } from './cloudevent-ks3.ts';
import { ossCloudEvent } from './cloudevent-oss.ts';
import { attributeText } from './cloudevent-text.ts';
import { UNDECODABLE_TYPE } from './cloudevent-undecodable.ts';
import { elementOf } from './event.ts';
import { type Fields, fieldsOf, textOf } from './event-fields.ts';
import type { EventRecord, TailRecord, UndecodableRecord } from './record.ts';

/** A CloudEvent 1.0 as a JSON object; every other member is an extension, with a string for its value. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** RFC 3339; left out when the event has no time that can be read, never invented. */
  readonly time?: string;
  readonly datacontenttype: string;
  readonly data: unknown;
}

export type Extensions = Readonly<Record<string, string>>;

export interface CloudEventDraft {
  readonly attributes: Omit<CloudEvent, 'specversion' | 'data'>;
  readonly extensions: Extensions;
  readonly data: unknown;
}

/**
 * One event as a CloudEvent, the same bytes for the same event however often it comes: receivers drop a repetition by
 * `source` and `id`. `overrides` are extensions that win over those of the event, as Knative's `K_CE_OVERRIDES` asks.
 */
export function cloudEvent(record: TailRecord, overrides: Extensions = {}): CloudEvent {
  const { attributes, extensions, data } =
    record.kind === 'event' ? eventDraft(record) : undecodableDraft(record);
  return { specversion: '1.0', ...attributes, ...extensions, ...overrides, data };
}

/** The same as text, the event's own JSON copied where the message holds it on one line. */
export function cloudEventJson(record: TailRecord, overrides: Extensions = {}): string {
  const { data, ...attributes } = cloudEvent(record, overrides);
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${dataJson(record, data)}}`;
}

/** The `data` of a record's CloudEvent as JSON text. */
export function dataJson(record: TailRecord, data: unknown): string {
  // The data of KS3 is but a part of what was received.
  const own = record.kind === 'event' && record.event.provider === 'oss' ? record.event.json : undefined;
  return own ?? JSON.stringify(data);
}

function eventDraft({ event, index = 0 }: EventRecord): CloudEventDraft {
  const raw = fieldsOf(elementOf(event)) ?? {};
  return event.provider === 'ks3' ? ks3CloudEvent(event, raw) : ossCloudEvent(event, raw, index);
}

function undecodableDraft({ reason, message, index = 0 }: UndecodableRecord): CloudEventDraft {
  const id = message.messageId ?? createHash('sha256').update(message.body).digest('hex');
  return {
    attributes: {
      // Several elements of one message are told apart, or a receiver would drop all but one as repetitions.
      id: attributeText(index === 0 ? id : `${id}.${index}`),
      source: 'ossnotify',
      type: UNDECODABLE_TYPE,
      datacontenttype: 'application/json',
    },
    extensions: {},
    data: { reason, body: message.body },
  };
}

export interface Overrides {
  readonly extensions: Extensions;
  /** Names that were left out: core attributes, and what is no legal name or value. */
  readonly refused: readonly string[];
}

/** Reads `K_CE_OVERRIDES`, which a Knative binding sets to an empty text where it overrides nothing. */
export function readOverrides(text: string): Overrides | undefined {
  if (text.trim() === '') return { extensions: {}, refused: [] };
  const given = extensionsOf(text);
  if (given === undefined) return undefined;
  const entries = Object.entries(given);
  const isGood = ([name, value]: [string, unknown]) => isExtensionName(name) && textOf(value) !== undefined;
  const extensions = entries.filter(isGood).map(([name, value]) => [name, String(value)]);
  return {
    extensions: Object.fromEntries(extensions),
    refused: entries.filter((entry) => !isGood(entry)).map(([name]) => name),
  };
}

function extensionsOf(text: string): Fields | undefined {
  try {
    const value = fieldsOf(JSON.parse(text));
    return value && fieldsOf(value['extensions'] ?? {});
  } catch {
    return undefined;
  }
}
