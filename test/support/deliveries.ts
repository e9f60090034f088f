import type { Message } from '../../src/domain/record.ts';
import type { Batch, Delivery, Notice, Source } from '../../src/sources/source.ts';

/** A message body as OSS sends it, Base64 of the event's JSON. */
export function bodyOf(
  ...events: readonly { type?: string; key: string; requestId?: string; time?: string }[]
): string {
  const elements = events.map(
    ({ type = 'ObjectCreated:PutObject', key, requestId, time = '2026-03-02T08:15:30.000Z' }) => ({
      eventName: type,
      eventSource: 'acs:oss',
      eventTime: time,
      eventVersion: '1.0',
      oss: {
        bucket: { name: 'demo-bucket' },
        object: { key, size: 5 },
        ossSchemaVersion: '1.0',
        ruleId: 'demo-rule',
      },
      region: 'cn-hangzhou',
      requestParameters: { sourceIPAddress: '192.0.2.10' },
      responseElements: { requestId: requestId ?? `REQUEST-${key}` },
    }),
  );
  return Buffer.from(JSON.stringify({ events: elements })).toString('base64');
}

export const RECEIVED_AT_MS = Date.parse('2026-03-02T08:15:30.250Z');

export function delivery(
  body: string,
  origin: Omit<Message, 'body' | 'receivedAtMs'> = {},
  acknowledge?: () => void,
): Delivery {
  return {
    message: { body, receivedAtMs: RECEIVED_AT_MS, ...origin },
    ...(acknowledge && { acknowledge }),
  };
}

export function batch(...deliveries: readonly Delivery[]): Batch {
  return { kind: 'batch', deliveries };
}

/** Those of a source's items, without its notices. */
export function deliveriesIn(items: readonly (Batch | Notice)[]): Delivery[] {
  return items.flatMap((item) => (item.kind === 'batch' ? item.deliveries : []));
}

/** A source of given items, which then waits for the abort as a live one does (unless it is finite). */
export function sourceOf(items: readonly (Delivery | Notice)[], { finite = true } = {}): Source {
  return async function* (signal) {
    for (const item of items) yield 'kind' in item ? item : batch(item);
    if (!finite && !signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  };
}
