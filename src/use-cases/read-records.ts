import { type Base64Use, decodeBody } from '../domain/envelope.ts';
import { eventIdentity, type NotificationEvent, readEvent } from '../domain/event.ts';
import { createRecentSet } from '../domain/recent-set.ts';
import type { EventRecord, Message, TailRecord } from '../domain/record.ts';
import type { Delivery } from '../sources/source.ts';

/** At least so many identities of the past are kept to know a duplicate by. */
const REMEMBERED = 10_000;

/** Turns deliveries into records, each body decoded once; remembers what it saw, to tell duplicates. */
export function createRecordReader(base64: Base64Use = 'auto'): (delivery: Delivery) => TailRecord[] {
  const seenMessages = createRecentSet(REMEMBERED);
  const seenEvents = createRecentSet(REMEMBERED);
  return ({ body, receivedAtMs, origin }) => {
    const decoded = decodeBody(body, base64);
    if (decoded.kind === 'undecodable') {
      return [{ kind: 'undecodable', reason: decoded.reason, message: { body, receivedAtMs, ...origin } }];
    }
    const { topicName } = decoded.envelope ?? {};
    const message: Message = {
      body,
      receivedAtMs,
      ...(topicName !== undefined && { topic: topicName }),
      ...origin,
    };
    const isRedelivered = seenMessages.has(message.messageId);
    return decoded.elements.map((element, index): TailRecord => {
      const event = readEvent(element);
      if (!event) return { kind: 'undecodable', reason: 'an element of events has no eventName', message };
      const isKnown = seenEvents.has(eventIdentity(event));
      const record = eventRecord(event, message, isRedelivered || isKnown);
      return { ...record, index, ...(decoded.text !== undefined && { json: decoded.text }) };
    });
  };
}

function eventRecord(event: NotificationEvent, message: Message, duplicate: boolean): EventRecord {
  const happenedAtMs = Date.parse(event.time ?? '');
  const latency = Number.isNaN(happenedAtMs) ? {} : { latencyMs: message.receivedAtMs - happenedAtMs };
  return { kind: 'event', event, message, duplicate, ...latency };
}
