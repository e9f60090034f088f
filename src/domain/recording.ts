import { type Fields, fieldsOf, textOf, wholeNumberOf } from './event-fields.ts';
import type { Message } from './record.ts';

/** A delivery as `--record` keeps it: its body as received, when, and where from. */
export type RecordedMessage = Message;

/** Also of what `-o json` spreads over lines. */
const START = /^\{\s*"(?:receivedAt|provider|undecodable)":/;

/** One line of a recording, without its end. `extra` members are for readers other than us. */
export function recordingLine(message: RecordedMessage, extra: object = {}): string {
  const { receivedAtMs, queue, topic, messageId, dequeueCount, enqueuedAtMs, body } = message;
  const receivedAt = new Date(receivedAtMs).toISOString();
  const enqueuedAt = enqueuedAtMs === undefined ? undefined : new Date(enqueuedAtMs).toISOString();
  return JSON.stringify({ receivedAt, queue, topic, messageId, dequeueCount, enqueuedAt, ...extra, body });
}

/** Reads a line of a recording, or an object of our own `-o ndjson` or `-o json`; undefined for any other text. */
export function readRecordingLine(line: string): RecordedMessage | undefined {
  if (!START.test(line)) return undefined;
  const fields = parsed(line);
  const body = fields && bodyOf(fields);
  const receivedAtMs = Date.parse(textOf(fields?.['receivedAt']) ?? '');
  if (fields === undefined || body === undefined || Number.isNaN(receivedAtMs)) return undefined;
  return { body, receivedAtMs, ...originOf(fields) };
}

function parsed(line: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function bodyOf({ body, event, undecodable }: Fields): string | undefined {
  if (typeof body === 'string') return body;
  if (fieldsOf(event) !== undefined) return JSON.stringify(event);
  const original = fieldsOf(undecodable)?.['body'];
  return typeof original === 'string' ? original : undefined;
}

function originOf(fields: Fields): Omit<RecordedMessage, 'body' | 'receivedAtMs'> {
  const [topic, queue, messageId] = ['topic', 'queue', 'messageId'].map((name) => textOf(fields[name]));
  const enqueuedAtMs = Date.parse(textOf(fields['enqueuedAt']) ?? '');
  const dequeueCount = wholeNumberOf(fields['dequeueCount']);
  return {
    ...(topic !== undefined && { topic }),
    ...(queue !== undefined && { queue }),
    ...(messageId !== undefined && { messageId }),
    ...(!Number.isNaN(enqueuedAtMs) && { enqueuedAtMs }),
    ...(dequeueCount !== undefined && { dequeueCount }),
  };
}
