import type { EventRecord, Message, TailRecord } from './record.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The object of `-o ndjson`: its members and their order are part of the command line's contract. */
export function recordJson(record: TailRecord): JsonObject {
  if (record.kind === 'event') return eventJson(record);
  const { reason, message } = record;
  return {
    undecodable: { reason, body: message.body },
    ...messageJson(message),
    dequeueCount: message.dequeueCount,
  };
}

function eventJson({ event, message, latencyMs, duplicate }: EventRecord): JsonObject {
  return {
    provider: event.provider,
    type: event.type,
    bucket: event.bucket,
    key: event.key,
    size: event.size,
    time: event.time,
    region: event.region,
    rule: event.rule,
    requestId: event.requestId,
    sourceIp: event.sourceIp,
    ...messageJson(message),
    latencyMs,
    dequeueCount: message.dequeueCount,
    duplicate,
    event: event.raw,
  };
}

function messageJson({ topic, queue, messageId, receivedAtMs }: Message): JsonObject {
  return { topic, queue, messageId, receivedAt: new Date(receivedAtMs).toISOString() };
}
