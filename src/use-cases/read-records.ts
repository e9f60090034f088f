import { decodeBody } from '../domain/envelope.ts';
import { eventIdentity, type NotificationEvent, readEvent } from '../domain/event.ts';
import type { EventRecord, Message, TailRecord } from '../domain/record.ts';
import type { Delivery } from '../sources/source.ts';

/** How many identities of the past are kept to know a duplicate by; the oldest go first. */
const REMEMBERED = 10_000;

/** Turns deliveries into records, each body decoded once; remembers what it saw, to tell duplicates. */
export function createRecordReader(): (delivery: Delivery) => TailRecord[] {
  const seenMessages = createRecentSet(REMEMBERED);
  const seenEvents = createRecentSet(REMEMBERED);
  return ({ body, receivedAtMs, origin }) => {
    const decoded = decodeBody(body);
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
    return decoded.elements.map((element): TailRecord => {
      const event = readEvent(element);
      if (!event) return { kind: 'undecodable', reason: 'an element of events has no eventName', message };
      const isKnown = seenEvents.has(eventIdentity(event));
      return eventRecord(event, message, isRedelivered || isKnown);
    });
  };
}

function eventRecord(event: NotificationEvent, message: Message, duplicate: boolean): EventRecord {
  const happenedAtMs = Date.parse(event.time ?? '');
  const latency = Number.isNaN(happenedAtMs) ? {} : { latencyMs: message.receivedAtMs - happenedAtMs };
  return { kind: 'event', event, message, duplicate, ...latency };
}

/** `has` says whether the text came before, and remembers it. */
function createRecentSet(limit: number): { has(text: string | undefined): boolean } {
  const recent = new Set<string>();
  return {
    has(text) {
      if (text === undefined) return false;
      if (recent.has(text)) return true;
      recent.add(text);
      if (recent.size > limit) recent.delete(recent.values().next().value ?? text);
      return false;
    },
  };
}
