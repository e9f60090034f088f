import { HTTP, CloudEvent as SdkEvent } from 'cloudevents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CloudEvent, cloudEvent, readOverrides } from '../../src/domain/cloudevent.ts';
import { decodeBody } from '../../src/domain/envelope.ts';
import type { TailRecord } from '../../src/domain/record.ts';
import * as samples from './samples.ts';

function recordsOf(body: string): TailRecord[] {
  const decoded = decodeBody(body);
  const message = { body, receivedAtMs: 0 };
  if (decoded.kind === 'undecodable') return [{ kind: 'undecodable', reason: decoded.reason, message }];
  return decoded.events.flatMap((event, index) =>
    event ? [{ kind: 'event' as const, event, message, duplicate: false, index }] : [],
  );
}

const eventsOf = (body: string) => recordsOf(body).map((record) => cloudEvent(record));

function ossEvent(fields: object): string {
  return JSON.stringify({
    events: [{ eventName: 'ObjectCreated:PutObject', eventSource: 'acs:oss', ...fields }],
  });
}

/** What the SDK's own checks let pass (see the specification, section 3.1). */
function expectLegal(event: CloudEvent): void {
  expect(event.specversion).toBe('1.0');
  for (const [name, value] of Object.entries(event)) {
    expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    if (name === 'data') continue;
    expect(typeof value).toBe('string');
    expect(value).not.toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what may not be there
    expect(value).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u);
  }
}

function expectAcceptedBySdk(event: CloudEvent): void {
  const sdk = new SdkEvent({ ...event });
  expect(sdk.validate()).toBe(true);
  const headers = { 'content-type': 'application/cloudevents+json' };
  const [round] = [HTTP.toEvent({ headers, body: JSON.stringify(event) })].flat();
  const { time, ...others } = event;
  expect(round).toMatchObject(others);
  // The SDK writes times in UTC, and makes one up where there is none.
  if (time !== undefined) expect(Date.parse(String(round?.time))).toBe(Date.parse(time));
}

describe('CloudEvents of OSS events', () => {
  const file = {
    eventTime: '2025-12-02T08:00:03.000Z',
    oss: {
      bucket: {
        arn: 'acs:oss:cn-hangzhou:1234567890123456:demo-bucket',
        name: 'demo-bucket',
        ownerIdentity: '1234567890123456',
        virtualBucket: '',
      },
      object: { key: 'reports/Q4 résumé.csv', size: 48 },
      ruleId: 'reports-new',
    },
    region: 'cn-hangzhou',
    responseElements: { requestId: '692EA0B3C1F2A93133D4E5F7' },
  };

  it('has the attributes of the vector', () => {
    const [event] = eventsOf(ossEvent(file));
    expect(event).toEqual({
      specversion: '1.0',
      id: '692EA0B3C1F2A93133D4E5F7.0',
      source: 'acs.oss',
      type: 'oss:ObjectCreated:PutObject',
      subject: 'acs:oss:cn-hangzhou:1234567890123456:demo-bucket/reports/Q4 résumé.csv',
      time: '2025-12-02T08:00:03.000Z',
      datacontenttype: 'application/json',
      aliyunaccountid: '1234567890123456',
      aliyunregionid: 'cn-hangzhou',
      ruleid: 'reports-new',
      data: { eventName: 'ObjectCreated:PutObject', eventSource: 'acs:oss', ...file },
    });
  });

  it('tells the events of a multi-object delete apart by their keys', () => {
    const deleted = (key: string) => ({
      eventName: 'ObjectRemoved:DeleteObjects',
      eventSource: 'acs:oss',
      oss: { object: { key } },
      responseElements: { requestId: '692EA0B3C1F2A93133D4E5F6' },
    });
    const body = JSON.stringify({ events: [deleted('reports/q3.csv'), deleted('reports/q4.csv')] });
    expect(eventsOf(body).map(({ id }) => id)).toEqual([
      '692EA0B3C1F2A93133D4E5F6.9b978fd2a090',
      '692EA0B3C1F2A93133D4E5F6.01148d2cd029',
    ]);
  });

  it.each([
    [
      'an arn made of its parts',
      { region: 'r', oss: { bucket: { name: 'b', ownerIdentity: '7' }, object: { key: 'k' } } },
      'acs:oss:r:7:b/k',
    ],
    ['bucket and key', { oss: { bucket: { name: 'b' }, object: { key: 'k' } } }, 'b/k'],
    ['the bucket', { oss: { bucket: { name: 'b' } } }, 'b'],
    ['the key', { oss: { object: { key: 'k' } } }, 'k'],
    ['nothing', {}, undefined],
    ['control characters encoded', { oss: { object: { key: 'a\n\u0085b' } } }, 'a%0A%C2%85b'],
  ])('subject: %s', (_, fields, subject) => {
    expect(eventsOf(ossEvent(fields))[0]?.subject).toBe(subject);
  });

  it.each([
    '',
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01 00:00:00',
    '2020-08-17T16:04:46.149Asia/Shanghai',
  ])('leaves the time %j out', (eventTime) => {
    expect(eventsOf(ossEvent({ eventTime }))[0]).not.toHaveProperty('time');
  });

  it('gives an event without a request id the same id each time', () => {
    const [first] = eventsOf(ossEvent({ oss: { object: { key: 'k' } } }));
    const [second] = eventsOf(ossEvent({ oss: { object: { key: 'k' } } }));
    expect(first?.id).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toEqual(first);
  });
});

describe('CloudEvents of KS3 callbacks', () => {
  it('mends what KS3 breaks', () => {
    const [event] = eventsOf(samples.ks3Callback);
    const { data } = JSON.parse(samples.ks3Callback);
    expect(event).toEqual({
      specversion: '1.0',
      id: 'k7c2m0v9q4r8t1w5x3y6z0a2b4d6f8h1',
      source: 'kcs:ks3',
      type: 'ks3:ObjectCreated:PutObject',
      time: '2025-12-02T16:00:03.417+08:00',
      datacontenttype: 'application/json',
      subject: 'demo-bucket/photos/2025/cat.jpg',
      ruleid: 'photos_new',
      accountid: '70000001',
      userid: '30001',
      region: 'NINGXIA',
      eventversion: '1.0',
      data,
    });
  });

  it.each([
    ['2025-12-02T16:00:03.417 0800', '2025-12-02T16:00:03.417+08:00'],
    ['2025-12-02T16:00:03 08:00', '2025-12-02T16:00:03+08:00'],
    ['2025-12-02T16:00:03+08:00', '2025-12-02T16:00:03+08:00'],
    ['2025-12-02T08:00:03Z', '2025-12-02T08:00:03Z'],
    ['2025-12-02 16:00:03', undefined],
  ])('time %s', (time, expected) => {
    const body = JSON.stringify({ ...JSON.parse(samples.ks3Callback), time });
    expect(eventsOf(body)[0]?.time).toBe(expected);
  });

  it('gives extensions only legal names and scalars', () => {
    const body = JSON.stringify({
      ...JSON.parse(samples.ks3Callback),
      traceParent: 'x',
      'not-legal': 'x',
      nested: {},
      extensions: { accountid: 1, id: 'mine', roleid: '' },
    });
    const [event] = eventsOf(body);
    expect(event).toMatchObject({ traceparent: 'x', accountid: '1', id: 'k7c2m0v9q4r8t1w5x3y6z0a2b4d6f8h1' });
    for (const name of ['not-legal', 'nested', 'roleid', 'ruleId', 'extensions'])
      expect(event).not.toHaveProperty(name);
  });
});

describe('every CloudEvent', () => {
  it('has attributes without controls, whatever the message holds', () => {
    const hostile = 'a\n\u001b]0;x\u0007';
    const responseElements = { requestId: hostile };
    const oss = { ruleId: hostile, bucket: { ownerIdentity: hostile } };
    const [event] = eventsOf(ossEvent({ eventName: hostile, responseElements, region: hostile, oss }));
    const attributes = JSON.stringify({ ...event, data: null });
    expect(attributes).toContain('"type":"oss:a%0A%1B]0;x%07"');
    expect(attributes).not.toMatch(/\\n|\\u00/);
  });

  it('tells undecodable elements of one message apart', () => {
    const message = { body: 'x', receivedAtMs: 0, messageId: 'M' };
    const ids = [0, 1].map((index) => cloudEvent({ kind: 'undecodable', reason: 'no', message, index }).id);
    expect(ids).toEqual(['M', 'M.1']);
  });

  it('of what was undecodable is read back as the body it holds', () => {
    const [event] = eventsOf('no event at all');
    expect(decodeBody(JSON.stringify(event))).toMatchObject({ kind: 'undecodable', body: 'no event at all' });
    const body = ossEvent({ oss: {} });
    const [unread] = [cloudEvent({ kind: 'undecodable', reason: 'no', message: { body, receivedAtMs: 0 } })];
    expect(decodeBody(JSON.stringify(unread))).toMatchObject({
      kind: 'events',
      events: [{ raw: { oss: {} } }],
    });
  });

  it.each([...Object.entries(samples), ['undecodable', 'no event at all']])(
    '%s is legal, and the SDK takes it',
    (_, body) => {
      const events = eventsOf(body);
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        expectLegal(event);
        expectAcceptedBySdk(event);
      }
    },
  );

  it('is legal whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (key) => {
        for (const event of eventsOf(ossEvent({ oss: { object: { key } } }))) expectLegal(event);
      }),
    );
  });

  it('takes overrides last, but never of a core attribute', () => {
    const overrides = readOverrides(
      '{"extensions":{"environment":"staging","ruleid":"mine","type":"x","a-b":"y"}}',
    );
    expect(overrides).toEqual({
      extensions: { environment: 'staging', ruleid: 'mine' },
      refused: ['type', 'a-b'],
    });
    const [record] = recordsOf(samples.deletion);
    expect(record && cloudEvent(record, overrides?.extensions)).toMatchObject({
      type: 'oss:ObjectRemoved:DeleteObject',
      environment: 'staging',
      ruleid: 'mine',
    });
  });

  it.each([
    ['', { extensions: {}, refused: [] }],
    ['{}', { extensions: {}, refused: [] }],
    ['{"extensions":', undefined],
    ['[1]', undefined],
  ])('overrides %j', (text, expected) => {
    expect(readOverrides(text)).toEqual(expected);
  });
});
