import { describe, expect, it } from 'vitest';
import type { FailedReceipt, ReceivedMessage } from '../../src/clients/mns.ts';
import { ServiceError } from '../../src/errors.ts';
import type { Undeleted } from '../../src/sources/acknowledgements.ts';
import { type QueueSourceOptions, queueSource } from '../../src/sources/queue.ts';
import type { Delivery, Notice } from '../../src/sources/source.ts';

function message(id: number): ReceivedMessage {
  return {
    messageId: `m${id}`,
    body: `body ${id}`,
    receipt: `r${id}`,
    enqueuedAtMs: 1000 + id,
    nextVisibleAtMs: 0,
    dequeueCount: 1,
  };
}

function messages(count: number, from = 1): ReceivedMessage[] {
  return Array.from({ length: count }, (_, index) => message(from + index));
}

type Poll = ReceivedMessage[] | Error | 'wait';

/** Answers polls from a script; past its end, and at `wait`, a poll lasts until it is aborted. */
function fakeQueue(
  script: readonly Poll[],
  failing: (receipts: readonly string[]) => FailedReceipt[] | Error = () => [],
) {
  const polls = script.values();
  const seen = { deleted: [] as string[][], released: [] as string[], polls: 0 };
  const client: QueueSourceOptions['client'] = {
    async receive(_queue, { signal }) {
      seen.polls += 1;
      const next = polls.next().value ?? 'wait';
      if (next instanceof Error) throw next;
      if (next !== 'wait') return next;
      return new Promise((_resolve, reject) => {
        const abort = () => reject(new DOMException('the request was aborted', 'AbortError'));
        if (signal?.aborted) abort();
        signal?.addEventListener('abort', abort);
      });
    },
    async delete(_queue, receipts) {
      seen.deleted.push([...receipts]);
      const outcome = failing(receipts);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    async changeVisibility(_queue, receipt, seconds) {
      expect(seconds).toBe(1);
      seen.released.push(receipt);
      return { receipt: 'new', nextVisibleAtMs: 0 };
    },
  };
  return { client, seen };
}

function sourceOf(client: QueueSourceOptions['client'], more: Partial<QueueSourceOptions> = {}) {
  return queueSource({
    client,
    queue: 'q',
    topic: 't',
    waitSeconds: 30,
    now: () => 5000,
    random: () => 0.5,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    ...more,
  });
}

/** Reads until `enough` says so, then aborts; gives all that came. */
async function read(
  source: ReturnType<typeof queueSource>,
  enough: (items: readonly (Delivery | Notice)[]) => boolean,
  handle: (delivery: Delivery) => void = (delivery) => delivery.acknowledge?.(),
): Promise<(Delivery | Notice)[]> {
  const abort = new AbortController();
  const items: (Delivery | Notice)[] = [];
  for await (const item of source(abort.signal)) {
    if (item.kind === 'notice' && item.link === 'closing') continue;
    for (const one of item.kind === 'batch' ? item.deliveries : [item]) {
      if (abort.signal.aborted) break;
      items.push(one);
      if (isDelivery(one)) handle(one);
      if (enough(items)) abort.abort('SIGINT');
    }
  }
  return items;
}

const isDelivery = (item: Delivery | Notice): item is Delivery => 'message' in item;
const endsWithDelivery = (items: readonly (Delivery | Notice)[]) => items.slice(-1).some(isDelivery);
const links = (items: readonly (Delivery | Notice)[]) =>
  items.map((item) => (isDelivery(item) ? item.message.messageId : item.link));

describe('a queue source', () => {
  it('fails at its end when the service refuses to delete what was handled', async () => {
    const denied = new ServiceError({ service: 'MNS', code: 'AccessDenied', status: 403, message: 'no' });
    const { client } = fakeQueue([messages(1)], () => denied);
    const source = sourceOf(client);
    await expect(read(source, endsWithDelivery)).rejects.toBe(denied);
  });

  it('says at its end what was handled and could not be deleted, and nothing where all was', async () => {
    const busy = new ServiceError({ service: 'MNS', code: 'InternalError', status: 503, message: 'busy' });
    const left: Undeleted[] = [];
    const undeleted = (messages: Undeleted) => void left.push(messages);
    for (const outcome of [busy, []])
      await read(sourceOf(fakeQueue([messages(1)], () => outcome).client, { undeleted }), endsWithDelivery);
    expect(left).toEqual([{ messages: 1, reason: 'busy', cause: busy }]);
  });

  it('is ready after the first good poll, an empty one too, and tells every later poll', async () => {
    const { client } = fakeQueue([[], messages(2), []]);
    const items = await read(sourceOf(client), ({ length }) => length === 5);
    expect(links(items)).toEqual(['ready', 'polled', 'm1', 'm2', 'polled']);
    expect(items[0]).toMatchObject({ answerWithinMs: 30_000 });
  });

  it('says nothing before a poll that fails', async () => {
    const refused = new ServiceError({ service: 'MNS', code: 'QueueNotExist', status: 404, message: 'no' });
    const { client } = fakeQueue([refused]);
    await expect(read(sourceOf(client), () => false)).rejects.toBe(refused);
  });

  it('gives each message with its origin', async () => {
    const { client } = fakeQueue([messages(1)]);
    const items = await read(sourceOf(client), ({ length }) => length === 2);
    expect(items[1]).toHaveProperty('message', {
      body: 'body 1',
      receivedAtMs: 5000,
      queue: 'q',
      topic: 't',
      messageId: 'm1',
      enqueuedAtMs: 1001,
      dequeueCount: 1,
    });
  });

  it('deletes what was acknowledged in batches of 16 at most, and all of it by its end', async () => {
    const { client, seen } = fakeQueue([messages(16), messages(16, 17), messages(4, 33)]);
    await read(sourceOf(client), (items) => items.filter(isDelivery).length === 36);
    expect(seen.deleted.flat().sort()).toEqual(
      messages(36)
        .map(({ receipt }) => receipt)
        .sort(),
    );
    expect(Math.max(...seen.deleted.map(({ length }) => length))).toBe(16);
    expect(seen.released).toEqual([]);
  });

  it('gives back what it took and nobody acknowledged', async () => {
    const { client, seen } = fakeQueue([messages(4)]);
    const handled: string[] = [];
    await read(
      sourceOf(client),
      () => handled.length === 2,
      (delivery) => {
        handled.push(delivery.message.messageId ?? '');
        if (handled.length === 1) delivery.acknowledge?.();
      },
    );
    expect(handled).toEqual(['m1', 'm2']);
    expect(seen.deleted).toEqual([['r1']]);
    expect(seen.released.toSorted()).toEqual(['r2', 'r3', 'r4']);
  });

  it('gives back when its reader leaves the loop by an error', async () => {
    const { client, seen } = fakeQueue([messages(2)]);
    const reading = (async () => {
      for await (const item of sourceOf(client)(new AbortController().signal)) {
        if (item.kind === 'batch') throw new Error('the sink failed');
      }
    })();
    await expect(reading).rejects.toThrow('the sink failed');
    expect(seen.released).toEqual(['r1', 'r2']);
  });

  it('counts an acknowledgement once', async () => {
    const { client, seen } = fakeQueue([messages(1)]);
    await read(
      sourceOf(client),
      ({ length }) => length === 2,
      (delivery) => {
        delivery.acknowledge?.();
        delivery.acknowledge?.();
      },
    );
    expect(seen.deleted).toEqual([['r1']]);
  });

  it('tells of acknowledgements that came too late', async () => {
    const late = (receipts: readonly string[]) =>
      receipts.map((receipt) => ({ receipt, code: 'ReceiptHandleError', message: 'no' }));
    const { client } = fakeQueue([messages(16), messages(1, 17), []], late);
    const items = await read(sourceOf(client), (all) => all.some((item) => !isDelivery(item) && item.text));
    expect(items.at(-1)).toMatchObject({
      link: 'deletions',
      text: '16 messages were handled too late to be deleted and may come again (ReceiptHandleError)',
    });
  });

  it('tells once that it cannot delete, and once that it can again, though no poll ends', async () => {
    const busy = new ServiceError({ service: 'MNS', code: 'InternalError', status: 500, message: 'busy' });
    let nowMs = 0;
    let tries = 0;
    const { client } = fakeQueue([messages(1), 'wait'], () => (++tries < 8 ? busy : []));
    const abort = new AbortController();
    const sleep = async (ms: number) => {
      await new Promise((resolve) => setImmediate(resolve));
      // The watch over the clock ticks every 1.5 seconds.
      if (ms < 1500) nowMs += ms;
    };
    const told: (string | undefined)[] = [];
    for await (const item of sourceOf(client, { now: () => nowMs, sleep })(abort.signal)) {
      if (item.kind === 'batch') for (const delivery of item.deliveries) delivery.acknowledge?.();
      else if (item.link === 'deletions') told.push(item.text);
      if (told.length === 2) abort.abort('SIGINT');
    }
    expect(told).toEqual([
      'since 1970-01-01T00:00:00.050Z messages of queue q cannot be deleted once handled, and come again: busy; trying on',
      expect.stringMatching(
        /^messages of queue q are deleted again; from 1970-01-01T00:00:00.050Z to 1970-01-01T00:00:\d\d.\d{3}Z they were not, and may come again$/,
      ),
    ]);
  });

  it('ends with the refusal when the service does not let it delete', async () => {
    const refused = new ServiceError({ service: 'MNS', code: 'AccessDenied', status: 403, message: 'no' });
    const { client } = fakeQueue(
      Array.from({ length: 50 }, (_, index) => messages(16, index * 16)),
      () => refused,
    );
    await expect(read(sourceOf(client), () => false)).rejects.toBe(refused);
  });

  it('does so at once where a poll waits, and gives that up', async () => {
    const refused = new ServiceError({ service: 'MNS', code: 'AccessDenied', status: 403, message: 'no' });
    const { client } = fakeQueue([messages(1)], () => refused);
    let waiting: AbortSignal | undefined;
    const watched: QueueSourceOptions['client'] = {
      ...client,
      receive(queue, options) {
        if (options.waitSeconds > 0) waiting = options.signal;
        return client.receive(queue, options);
      },
    };
    await expect(read(sourceOf(watched), () => false)).rejects.toBe(refused);
    await expect.poll(() => waiting?.aborted).toBe(true);
  });

  it('ends on an abort while it waits, though no time passes', async () => {
    const { client } = fakeQueue(['wait']);
    const abort = new AbortController();
    const sleep: QueueSourceOptions['sleep'] = (_, signal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
    const ended = readAll(sourceOf(client, { sleep })(abort.signal));
    abort.abort();
    await expect(ended).resolves.toMatchObject([{ link: 'closing' }]);
  });

  it('does not wait on its first poll, so that an idle queue is known to be reachable at once', async () => {
    const waits: number[] = [];
    const { client } = fakeQueue([[], [], messages(1)]);
    const watched: QueueSourceOptions['client'] = {
      ...client,
      receive: async (queue, options) => {
        waits.push(options.waitSeconds);
        return client.receive(queue, options);
      },
    };
    const source = sourceOf(watched, { sleep: async () => {} });
    await read(source, endsWithDelivery);
    expect(waits).toEqual([0, 30, 30]);
  });

  it('rests after an empty answer that came too soon, longer each time, and not after a full wait', async () => {
    const rests: number[] = [];
    let nowMs = 0;
    const took = [0, 100, 100, 100, 20_000, 100, 100].values();
    const { client } = fakeQueue([[], [], [], [], [], [], messages(1)]);
    const slow: QueueSourceOptions['client'] = {
      ...client,
      receive: async (...call) => {
        nowMs += took.next().value ?? 0;
        return client.receive(...call);
      },
    };
    const source = sourceOf(slow, {
      now: () => nowMs,
      sleep: async (ms) => {
        // The watch over the clock ticks every 1.5 seconds.
        if (ms >= 100 && ms < 1500) rests.push(ms);
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    await read(source, endsWithDelivery);
    expect(rests).toEqual([250, 500, 1000, 250]);
  });
});

async function readAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
