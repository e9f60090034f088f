import { type Base64Use, decodeBody } from '../domain/envelope.ts';
import { eventIdentity, type NotificationEvent } from '../domain/event.ts';
import { createRecentSet } from '../domain/recent-set.ts';
import type { EventRecord, Message, TailRecord } from '../domain/record.ts';
import type { Delivery } from '../sources/source.ts';

/** At least so many identities of the past are kept to know a duplicate by. */
const REMEMBERED = 10_000;

/** Turns deliveries into records, each body decoded once; remembers what it saw, to tell duplicates. */
export function createRecordReader(base64: Base64Use = 'auto'): (delivery: Delivery) => TailRecord[] {
  const seenMessages = createRecentSet(REMEMBERED);
  const seenEvents = createRecentSet(REMEMBERED);
  return ({ body, receivedAtMs, origin, unreadable }) => {
    if (unreadable !== undefined)
      return [{ kind: 'undecodable', reason: unreadable, message: { body, receivedAtMs, ...origin } }];
    const decoded = decodeBody(body, base64);
    if (decoded.kind === 'undecodable') {
      const { reason, body: original = body } = decoded;
      return [{ kind: 'undecodable', reason, message: { body: original, receivedAtMs, ...origin } }];
    }
    const { topicName } = decoded.envelope ?? {};
    const message: Message = {
      body,
      receivedAtMs,
      ...(topicName !== undefined && { topic: topicName }),
      ...origin,
    };
    const { events } = decoded;
    // Only an event that does not tell its request is known by its message.
    const isUntraced = events.some((event) => event && event.requestId === undefined);
    const isRedelivered = isUntraced && seenMessages.has(message.messageId);
    return events.map((event, index): TailRecord => {
      if (!event)
        return { kind: 'undecodable', reason: 'an element of events has no eventName', message, index };
      const identity = eventIdentity(event);
      const isKnown = identity === undefined ? isRedelivered : seenEvents.has(identity);
      return eventRecord(event, message, isKnown, index);
    });
  };
}

function eventRecord(
  event: NotificationEvent,
  message: Message,
  duplicate: boolean,
  index: number,
): EventRecord {
  const happenedAtMs = Date.parse(event.time ?? '');
  if (Number.isNaN(happenedAtMs)) return { kind: 'event', event, message, duplicate, index };
  const latencyMs = message.receivedAtMs - happenedAtMs;
  return { kind: 'event', event, message, latencyMs, duplicate, index };
}
