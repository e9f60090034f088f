import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elementJson } from '../../src/domain/event.ts';
import { readEvent } from '../../src/domain/event-reading.ts';
import type { EventRecord } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { recordLine } from '../../src/domain/record-line.ts';
import * as samples from './samples.ts';

/** As the writer of JSON that the language has writes it. */
function written(record: EventRecord): string {
  const { event: _, ...fields } = recordJson(record);
  return `${JSON.stringify(fields).slice(0, -1)},"event":${elementJson(record.event)}}`;
}

const MESSAGE = { body: 'e30=', receivedAtMs: Date.UTC(2026, 2, 2, 8, 15, 30, 250) };
const APPEND = JSON.parse(samples.secondAppend).events[0];

function recordOf(element: unknown, more: Partial<EventRecord> = {}): EventRecord {
  const event = readEvent(element, JSON.stringify(element));
  if (event === undefined) throw new Error('not an event');
  return { kind: 'event', event, message: MESSAGE, duplicate: false, ...more };
}

it('is written as JSON is, whatever the texts', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', 'a\nb', '\u007f\u2028', '目录/🐈'),
  );
  // Mostly plain, so that one odd text is often alone.
  const text = fc.oneof({ arbitrary: odd, weight: 1 }, { arbitrary: fc.constant('a-b_c.d'), weight: 6 });
  const name = fc.option(text, { nil: undefined });
  const member = fc.record({ key: text, region: text, requestId: text, ruleId: text });
  const message = fc.record({ topic: name, queue: name, messageId: name, dequeueCount: fc.nat() });
  fc.assert(
    fc.property(
      member,
      message,
      fc.option(fc.integer()),
      fc.boolean(),
      ({ key, ...texts }, origin, latencyMs, duplicate) => {
        const { oss } = APPEND;
        const element = { ...APPEND, ...texts, oss: { ...oss, object: { ...oss.object, key } } };
        const known = Object.entries(origin).filter(([, value]) => value !== undefined);
        const record = recordOf(element, {
          message: { ...MESSAGE, ...Object.fromEntries(known) },
          duplicate,
          ...(latencyMs !== null && { latencyMs }),
        });
        expect(recordLine(record)).toBe(written(record));
      },
    ),
    { numRuns: 500 },
  );
});

it.each([
  ['half of a character', (text: string) => text.replace('"key":"', '"key":"\ud83d')],
  ['an escape', (text: string) => text.replace('"key":"', '"key":"\\u00e9')],
])('is written as JSON is where the message itself holds %s', (_, changed) => {
  const json = changed(JSON.stringify(APPEND));
  const event = readEvent(JSON.parse(json), json);
  if (event === undefined) throw new Error('not an event');
  const record = { kind: 'event', event, message: MESSAGE, duplicate: false } as const;
  expect(recordLine(record)).toBe(written(record));
});

it('is JSON, whatever is counted', () => {
  const message = { ...MESSAGE, dequeueCount: Number.POSITIVE_INFINITY };
  expect(recordLine(recordOf(APPEND, { message }))).toBe(written(recordOf(APPEND, { message })));
});

it.each([
  ['all that an event can tell', APPEND],
  ['an event of a type alone', { eventName: 'ObjectCreated:PutObject' }],
  ['a time of another zone', { ...APPEND, eventTime: '2026-03-02T16:15:30+08:00' }],
  ['no time', { ...APPEND, eventTime: 'yesterday' }],
])('holds %s, in the order of the contract', (_, element) => {
  for (const latencyMs of [undefined, 250]) {
    const record = recordOf(element, latencyMs === undefined ? {} : { latencyMs });
    expect(recordLine(record)).toBe(written(record));
  }
});
