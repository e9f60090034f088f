import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import type { RawReply } from './support/http.ts';
import { ManualClock } from './support/manual-clock.ts';
import { type MnsRequest, sendMns } from './support/mns-wire.ts';

const EVENTS = 1500;

test('under faults every event is seen at least once, and the books agree', async () => {
  const clock = new ManualClock();
  const emulator = await startEmulator({ clock, faults: 'error=0.2,drop=0.05,dup=0.05,reorder=0.1,seed=7' });
  emulator.apply({
    queues: ['q'],
    topics: [{ name: 't', subscriptions: [{ name: 's', to: 'queue:q', format: 'SIMPLIFIED' }] }],
  });

  /** As any consumer has to: again, until there is an answer that is none of the passing errors. */
  const call = async (request: MnsRequest): Promise<RawReply> => {
    for (;;) {
      const reply = await sendMns(emulator.url, request).catch(() => undefined);
      if (reply !== undefined && ![429, 500, 503].includes(reply.status)) return reply;
    }
  };
  let next = 0;
  const publisher = async () => {
    while (next < EVENTS) {
      const body = `<Message><MessageBody>${next++}</MessageBody></Message>`;
      await call({ method: 'POST', path: '/topics/t/messages', body });
    }
  };
  await Promise.all([publisher(), publisher(), publisher(), publisher()]);

  const seen = new Set<string>();
  for (;;) {
    const { status, body } = await call({ method: 'GET', path: '/queues/q/messages?numOfMessages=16' });
    if (status === 404 && seen.size === EVENTS) break;
    // What a cut connection took with it comes again when its visibility ends.
    if (status === 404) clock.advance(30_000);
    for (const [, text = ''] of body.matchAll(/<MessageBody>(\d+)</g)) seen.add(text);
    const receipts = [...body.matchAll(/<ReceiptHandle>[^<]*<\/ReceiptHandle>/g)].map(([receipt]) => receipt);
    if (receipts.length > 0)
      await call({
        method: 'DELETE',
        path: '/queues/q/messages',
        body: `<ReceiptHandles>${receipts.join('')}</ReceiptHandles>`,
      });
  }
  const [queue] = emulator.queues();
  const { sent = 0, duplicated = 0, deleted = 0, expired = 0 } = queue ?? {};
  const { active = 0, inactive = 0, delayed = 0 } = queue ?? {};
  expect(sent).toBeGreaterThan(EVENTS);
  expect(sent).toBe((emulator.topics()[0]?.published ?? 0) + duplicated);
  expect(deleted).toBeGreaterThanOrEqual(EVENTS);
  expect(deleted + expired + active + inactive + delayed).toBe(sent);
  await emulator.close();
});
