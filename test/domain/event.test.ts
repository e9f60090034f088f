import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/domain/envelope.ts';
import { elementJson, elementOf, eventIdentity, type NotificationEvent } from '../../src/domain/event.ts';
import { readEvent } from '../../src/domain/event-reading.ts';
import * as samples from './samples.ts';

/** What the first event of a body says, without its element. */
function read(body: string): Omit<NotificationEvent, 'raw' | 'json'> | undefined {
  const decoded = decodeBody(body);
  if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
  const [event] = decoded.events;
  if (event === undefined) return undefined;
  const { raw, json, ...members } = event;
  const { events: [element] = [], data } = JSON.parse(body);
  // What KS3 pushes is the element as a whole.
  expect(elementOf(event)).toEqual(element ?? (data.ks3 ? JSON.parse(body) : data));
  return members;
}

describe('readEvent', () => {
  it('reads a form upload', () => {
    expect(read(samples.formUploadOverwrite)).toEqual({
      provider: 'oss',
      type: 'ObjectCreated:PostObject',
      bucket: 'demo-uploads',
      key: 'form/cat.jpg',
      size: 43210,
      deltaSize: 0,
      etag: '9E107D9D372BB6826BD81D3542A419D6',
      time: '2026-03-02T08:14:02.000Z',
      region: 'cn-beijing',
      rule: 'demo-rule',
      requestId: '69A5472A00112233445566A1',
      sourceIp: '192.0.2.10',
      principalId: '200000000000000002',
    });
  });

  it('reads a range and variables', () => {
    expect(read(samples.rangeRead)).toMatchObject({
      type: 'ObjectDownloaded:GetObject',
      readFrom: 0,
      readTo: 100,
      size: 2048,
      variables: { 'x:order': '42', 'x:source': 'web' },
    });
  });

  it('reads an append', () => {
    expect(read(samples.secondAppend)).toMatchObject({
      position: 880,
      deltaSize: 120,
      mimeType: 'text/plain',
    });
  });

  it('reads what the current documentation puts inside oss, and numbers in quotes', () => {
    expect(read(samples.everythingInsideOss)).toEqual({
      provider: 'oss',
      type: 'ObjectCreated:PutObject',
      bucket: 'demo-photos',
      key: '目录/50%+1.txt',
      size: 700,
      deltaSize: -300,
      etag: 'D41D8CD98F00B204E9800998ECF8427E',
      time: '2026-03-02T08:22:40.000Z',
      region: 'cn-hangzhou',
      rule: 'demo-rule',
      requestId: '69A5493000112233445566A4',
      sourceIp: '192.0.2.10',
      principalId: '200000000000000002',
      variables: { 'x:k': 'v' },
    });
  });

  it('reads the mixed form: variables inside oss, the rest beside it', () => {
    const body = samples.formUploadOverwrite.replace(
      '"ossSchemaVersion"',
      '"xVars":{"x:account":"7"},"ossSchemaVersion"',
    );
    expect(read(body)).toMatchObject({ region: 'cn-beijing', variables: { 'x:account': '7' } });
  });

  it('reads a deletion, and the data of EventBridge, which names no rule', () => {
    expect(read(samples.deletion)).toMatchObject({ deltaSize: -5, key: 'in/a.txt' });
    expect(read(samples.eventBridge)).toMatchObject({
      type: 'ObjectCreated:PostObject',
      mimeType: 'image/jpeg',
    });
    expect(read(samples.eventBridge)).not.toHaveProperty('rule');
  });

  it('reads a KS3 callback and mends its time', () => {
    expect(read(samples.ks3Callback)).toEqual({
      provider: 'ks3',
      type: 'ObjectCreated:PutObject',
      bucket: 'demo-bucket',
      key: 'photos/2025/cat.jpg',
      size: 48213,
      etag: 'q80AAAECAwQFBgcICQoLDA==',
      time: '2025-12-02T16:00:03.417+08:00',
      region: 'NINGXIA',
      rule: 'photos_new',
      requestId: 'k7c2m0v9q4r8t1w5x3y6z0a2b4d6f8h1',
      sourceIp: '198.51.100.7',
      principalId: '30001',
      position: 0,
    });
  });

  it.each([
    ['2025-12-02T16:00:03.417 08:00', '2025-12-02T16:00:03.417+08:00'],
    ['2025-12-02T16:00:03 0800', '2025-12-02T16:00:03+08:00'],
    ['2025-12-02T16:00:03+08:00', '2025-12-02T16:00:03+08:00'],
    ['2025-12-02T08:00:03Z', '2025-12-02T08:00:03Z'],
  ])('KS3 time %s: %s', (time, expected) => {
    expect(readEvent({ type: 'ks3:ObjectRemoved:Lifecycle', time })?.time).toBe(expected);
  });

  it('is none without a type', () => {
    for (const element of [{ type: 'ks3:', data: null }, { eventName: 'oss:' }, { eventName: '' }])
      expect(readEvent(element)).toBeUndefined();
  });

  it('needs nothing but the type', () => {
    expect(readEvent({ eventName: 'Group:New' })).toEqual({
      provider: 'oss',
      type: 'Group:New',
      raw: { eventName: 'Group:New' },
    });
    expect(readEvent({ type: 'ks3:ObjectRemoved:Retention' })).toMatchObject({
      provider: 'ks3',
      type: 'ObjectRemoved:Retention',
    });
  });

  it('drops the prefix of a type', () => {
    expect(readEvent({ eventName: 'oss:ObjectCreated:PutObject' })?.type).toBe('ObjectCreated:PutObject');
  });

  it.each([
    ['size', '', undefined],
    ['size', '12', 12],
    ['size', '12.5', undefined],
    ['size', 'much', undefined],
    ['size', -1, undefined],
    ['size', null, undefined],
    ['size', '99999999999999999999', undefined],
    ['deltaSize', '-7', -7],
    ['readTo', '0', 0],
    ['position', true, undefined],
  ] as const)('%s of %j is %j', (member, value, expected) => {
    expect(readEvent({ eventName: 'A:B', oss: { object: { [member]: value } } })?.[member]).toBe(expected);
  });

  it.each([
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { eventName: '' },
    { eventName: 7 },
    { type: 'com.example', data: {} },
  ])('takes %j for no event', (element) => {
    expect(readEvent(element)).toBeUndefined();
  });

  it('never throws, whatever stands where', () => {
    const element = fc.record({
      eventName: fc.constant('A:B'),
      oss: fc.oneof(
        fc.jsonValue(),
        fc.record({ object: fc.jsonValue(), bucket: fc.jsonValue(), xVars: fc.jsonValue() }),
      ),
      region: fc.jsonValue(),
      userIdentity: fc.jsonValue(),
      xVars: fc.jsonValue(),
    });
    fc.assert(
      fc.property(element, (value) => {
        expect(readEvent(value)?.type).toBe('A:B');
      }),
    );
  });
});

describe('the element of an event', () => {
  const bare = { provider: 'oss', type: 'A:B' } as const;
  const raw = { eventName: 'A:B', size: 1 };

  it.each<[string, NotificationEvent, string]>([
    ['parsed', { ...bare, raw }, '{"eventName":"A:B","size":1}'],
    ['as text', { ...bare, json: '{"eventName":"A:B","size":1.0}' }, '{"eventName":"A:B","size":1.0}'],
    ['as both', { ...bare, raw, json: '{"eventName":"A:B","size":1.0}' }, '{"eventName":"A:B","size":1.0}'],
  ])('kept %s', (_, event, json) => {
    expect(elementOf(event)).toEqual(raw);
    expect(elementJson(event)).toBe(json);
  });
});

describe('eventIdentity', () => {
  const event: NotificationEvent = {
    provider: 'oss',
    type: 'A:B',
    bucket: 'b',
    key: 'k',
    requestId: 'r',
    raw: {},
  };

  it('is the same for a repeated delivery, and for no other event', () => {
    const others = [{ type: 'A:C' }, { key: 'l' }, { bucket: 'c' }, { requestId: 's' }];
    const identities = others.map((change) => eventIdentity({ ...event, ...change }));
    expect(new Set([eventIdentity(event), ...identities]).size).toBe(5);
    expect(eventIdentity({ ...event, raw: { dequeued: 2 } })).toBe(eventIdentity(event));
  });

  it('is unknown without a request', () => {
    expect(eventIdentity({ provider: 'oss', type: 'A:B', raw: {} })).toBeUndefined();
  });
});
