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
  const timeOf = createTimeReader();
  return ({ message: received, unreadable }) => {
    if (unreadable !== undefined) return [{ kind: 'undecodable', reason: unreadable, message: received }];
    const decoded = decodeBody(received.body, base64);
    if (decoded.kind === 'undecodable') {
      const { reason, body } = decoded;
      return [
        { kind: 'undecodable', reason, message: body === undefined ? received : { ...received, body } },
      ];
    }
    return recordsOf(decoded.events, withTopic(received, decoded.envelope?.topicName));
  };

  function recordsOf(events: readonly (NotificationEvent | undefined)[], message: Message): TailRecord[] {
    // Only an event that does not tell its request is known by its message.
    const isUntraced = events.some((event) => event && event.requestId === undefined);
    const isRedelivered = isUntraced && seenMessages.has(message.messageId);
    // Nearly every message holds one event: a list that is begun with it takes no more room than that.
    const records = [recordOf(events[0], message, isRedelivered, 0)];
    for (let index = 1; index < events.length; index++) {
      records.push(recordOf(events[index], message, isRedelivered, index));
    }
    return records;
  }

  function recordOf(
    event: NotificationEvent | undefined,
    message: Message,
    isRedelivered: boolean,
    index: number,
  ): TailRecord {
    if (event) return eventRecord(event, message, isKnown(event, isRedelivered), index);
    return { kind: 'undecodable', reason: NO_EVENT, message, index };
  }

  function isKnown(event: NotificationEvent, isRedelivered: boolean): boolean {
    const identity = eventIdentity(event);
    return identity === undefined ? isRedelivered : seenEvents.has(identity);
  }

  function eventRecord(
    event: NotificationEvent,
    message: Message,
    duplicate: boolean,
    index: number,
  ): EventRecord {
    const latencyMs = message.receivedAtMs - timeOf(event.time);
    return Number.isNaN(latencyMs)
      ? { kind: 'event', event, message, duplicate, index }
      : { kind: 'event', event, message, latencyMs, duplicate, index };
  }
}

const NO_EVENT = 'an element of events has no eventName';

/** The source knows its topic better than an envelope does. */
function withTopic(message: Message, topic: string | undefined): Message {
  return topic === undefined || message.topic !== undefined ? message : { topic, ...message };
}

/** Events that come together share their time, since OSS tells whole seconds. */
function createTimeReader(): (text: string | undefined) => number {
  let latest = { text: '', ms: Number.NaN };
  return (text = '') => {
    if (text !== latest.text) latest = { text, ms: Date.parse(text) };
    return latest.ms;
  };
}
