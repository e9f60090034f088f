import { elementOf } from './event.ts';
import type { EventRecord, TailRecord, UndecodableRecord } from './record.ts';
import { isRfc3339 } from './rfc3339.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The members of `-o ndjson` in their order, which are part of the command line's contract. */
export const EVENT_FIELDS = [
  ...['provider', 'type', 'bucket', 'key', 'size', 'time', 'region', 'rule', 'requestId', 'sourceIp'],
  ...['topic', 'queue', 'messageId', 'receivedAt', 'latencyMs', 'dequeueCount', 'duplicate', 'event'],
];
export const UNDECODABLE_FIELDS = [
  ...['undecodable', 'topic', 'queue', 'messageId', 'receivedAt', 'dequeueCount'],
];

/** The object of `-o ndjson`. */
export function recordJson(record: TailRecord): JsonObject {
  return record.kind === 'event'
    ? { ...fieldsOf(record), event: elementOf(record.event) }
    : undecodableJson(record);
}

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** The event's own time in UTC; left out where it has none that can be read, as the event itself shows it. */
export function eventTimeOf({ event: { time }, latencyMs }: EventRecord): string | undefined {
  if (time === undefined || latencyMs === undefined || UTC.test(time)) return time;
  return isRfc3339(time) ? new Date(time).toISOString() : undefined;
}

export function fieldsOf(record: EventRecord): JsonObject {
  const { event, message, latencyMs, duplicate } = record;
  return {
    provider: event.provider,
    type: event.type,
    bucket: event.bucket,
    key: event.key,
    size: event.size,
    time: eventTimeOf(record),
    region: event.region,
    rule: event.rule,
    requestId: event.requestId,
    sourceIp: event.sourceIp,
    topic: message.topic,
    queue: message.queue,
    messageId: message.messageId,
    receivedAt: isoTime(message.receivedAtMs),
    latencyMs,
    dequeueCount: message.dequeueCount,
    duplicate,
  };
}

function undecodableJson({ reason, message }: UndecodableRecord): JsonObject {
  return {
    undecodable: { reason, body: message.body },
    topic: message.topic,
    queue: message.queue,
    messageId: message.messageId,
    receivedAt: isoTime(message.receivedAtMs),
    dequeueCount: message.dequeueCount,
  };
}

const lastTime = { ms: Number.NaN, text: '' };

/** Messages that came together share their time, and writing a date costs as much as a whole field list. */
export function isoTime(ms: number): string {
  if (ms !== lastTime.ms) Object.assign(lastTime, { ms, text: new Date(ms).toISOString() });
  return lastTime.text;
}
