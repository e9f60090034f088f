import { describe, expect, it } from 'vitest';
import { recordJson } from '../../src/domain/record-json.ts';

const MESSAGE = {
  body: 'Ym9keQ==',
  receivedAtMs: Date.UTC(2026, 2, 2, 8, 15, 30, 250),
  topic: 'movies',
  messageId: 'M',
  dequeueCount: 1,
};

describe('recordJson', () => {
  it('has the members of the contract, in its order, without those that are unknown', () => {
    const raw = { eventName: 'ObjectCreated:PutObject', extra: [1] };
    const event = {
      provider: 'oss',
      type: 'ObjectCreated:PutObject',
      bucket: 'b',
      key: 'k',
      size: 5,
      raw,
    } as const;
    const text = JSON.stringify(
      recordJson({ kind: 'event', event, message: MESSAGE, latencyMs: 250, duplicate: false }),
    );
    expect(text).toBe(
      '{"provider":"oss","type":"ObjectCreated:PutObject","bucket":"b","key":"k","size":5,"topic":"movies","messageId":"M",' +
        '"receivedAt":"2026-03-02T08:15:30.250Z","latencyMs":250,"dequeueCount":1,"duplicate":false,"event":{"eventName":"ObjectCreated:PutObject","extra":[1]}}',
    );
  });

  it.each([
    ['2026-03-02T08:15:30.000Z', '2026-03-02T08:15:30.000Z'],
    ['2026-03-02T16:15:30+08:00', '2026-03-02T08:15:30.000Z'],
    ['yesterday', undefined],
    ['Mon, 02 Mar 2026 08:15:30 GMT', undefined],
  ])('tells the time of an event in UTC: %s', (time, told) => {
    const event = { provider: 'ks3', type: 'ObjectCreated:PutObject', time, raw: { time } } as const;
    const record = { kind: 'event', event, message: MESSAGE, latencyMs: 250, duplicate: false } as const;
    expect(recordJson(record)).toMatchObject({ time: told, event: { time } });
  });

  it('keeps the body of what cannot be decoded', () => {
    expect(recordJson({ kind: 'undecodable', reason: 'not JSON', message: MESSAGE })).toMatchObject({
      undecodable: { reason: 'not JSON', body: 'Ym9keQ==' },
      messageId: 'M',
      receivedAt: '2026-03-02T08:15:30.250Z',
    });
  });
});
