import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import { createAcknowledgements } from '../../src/sources/acknowledgements.ts';

const broken = new ServiceError({ service: 'MNS', code: 'ECONNRESET', message: 'gone' });
const refused = new ServiceError({ service: 'MNS', code: 'ECONNREFUSED', message: 'nobody there' });

/** Batches wait to be answered by the test; lingering lasts until the test ends it. */
function setUp() {
  const batches: { receipts: readonly string[]; resolve: () => void; reject: (error: unknown) => void }[] =
    [];
  const lingering: { ms: number; end: () => void }[] = [];
  const acknowledgements = createAcknowledgements({
    deleteBatch: (receipts, signal) =>
      new Promise((resolve, reject) => {
        batches.push({ receipts, resolve: () => resolve([]), reject });
        setMaxListeners(0, signal);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    sleep: (ms, signal) =>
      new Promise((end) => {
        lingering.push({ ms, end });
        signal.addEventListener('abort', () => end());
      }),
  });
  const add = (count: number) => {
    for (let at = 0; at < count; at++) acknowledgements.add(`r${at}`, `m${at}`);
  };
  return { acknowledgements, batches, lingering, add };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('acknowledgements', () => {
  it('go at once when a batch is full, at most four batches at a time', async () => {
    const { batches, add } = setUp();
    add(16 * 6);
    expect(batches.map(({ receipts }) => receipts.length)).toEqual([16, 16, 16, 16]);
    batches[0]?.resolve();
    await settled();
    expect(batches).toHaveLength(5);
  });

  it('wait a little for company otherwise', async () => {
    const { batches, lingering, add } = setUp();
    add(3);
    expect(batches).toEqual([]);
    expect(lingering.map(({ ms }) => ms)).toEqual([50]);
    lingering[0]?.end();
    await settled();
    expect(batches.map(({ receipts }) => receipts)).toEqual([['r0', 'r1', 'r2']]);
  });

  it('try again later, and later still, after a failure', async () => {
    const { batches, lingering, add } = setUp();
    add(16);
    batches[0]?.reject(broken);
    await settled();
    expect(lingering.at(-1)?.ms).toBe(100);
    lingering.at(-1)?.end();
    await settled();
    expect(batches[1]?.receipts).toEqual(batches[0]?.receipts);
    batches[1]?.reject(broken);
    await settled();
    expect(lingering.at(-1)?.ms).toBe(200);
  });

  it('hold up the source while too many are outstanding', async () => {
    const { acknowledgements, batches, add } = setUp();
    add(400);
    let free = false;
    const room = acknowledgements.room().then(() => {
      free = true;
    });
    await settled();
    expect(free).toBe(false);
    while (!free) {
      for (const batch of batches) batch.resolve();
      await settled();
    }
    await room;
  });

  it('fail the source when they fail for good, or pile up', async () => {
    const { acknowledgements, batches, add } = setUp();
    add(16);
    batches[0]?.reject(broken);
    await settled();
    await expect(acknowledgements.room()).resolves.toBeUndefined();
    add(400);
    await expect(acknowledgements.room()).rejects.toBe(broken);
  });

  it('are all sent by a flush', async () => {
    const { acknowledgements, batches, add } = setUp();
    add(20);
    const flushed = acknowledgements.flush(new AbortController().signal);
    await settled();
    expect(batches.map(({ receipts }) => receipts.length)).toEqual([16, 4]);
    for (const batch of batches) batch.resolve();
    await flushed;
  });

  it('a flush ends when its time is over, and when the link is down', async () => {
    const { acknowledgements, batches, add } = setUp();
    add(20);
    const abort = new AbortController();
    const hanging = acknowledgements.flush(abort.signal);
    await settled();
    abort.abort();
    await hanging;
    const failing = acknowledgements.flush(new AbortController().signal);
    await settled();
    for (const batch of batches.slice(2)) batch.reject(refused);
    await failing;
    expect(batches).toHaveLength(4);
  });

  it('a flush tries four times where the service is there and fails, ever later, and says what is left', async () => {
    const { acknowledgements, batches, lingering, add } = setUp();
    add(2);
    const flushed = acknowledgements.flush(new AbortController().signal);
    for (let round = 0; round < 4; round++) {
      await settled();
      batches.at(-1)?.reject(broken);
      await settled();
      lingering.at(-1)?.end();
    }
    await flushed;
    expect(batches).toHaveLength(4);
    expect(lingering.slice(1).map(({ ms }) => ms)).toEqual([100, 200, 400]);
    expect(acknowledgements.left()).toEqual({ messages: 2, reason: 'gone', cause: broken });
  });

  it('a message that came again is left once', async () => {
    const { acknowledgements, batches } = setUp();
    acknowledgements.add('r1', 'm1');
    acknowledgements.add('r2', 'm1');
    const flushed = acknowledgements.flush(new AbortController().signal);
    batches.at(-1)?.reject(refused);
    await flushed;
    expect(acknowledgements.left()).toMatchObject({ messages: 1 });
  });

  it('a message that came again and was deleted by its newer receipt is not left', async () => {
    const late = [{ receipt: 'r1', code: 'ReceiptHandleError', message: 'no' }];
    const acknowledgements = createAcknowledgements({ deleteBatch: async () => late, sleep: async () => {} });
    acknowledgements.add('r1', 'm1');
    acknowledgements.add('r2', 'm1');
    await acknowledgements.flush(new AbortController().signal);
    expect(acknowledgements.left()).toBeUndefined();
    acknowledgements.add('r1', 'm1');
    await acknowledgements.flush(new AbortController().signal);
    expect(acknowledgements.left()).toEqual({ messages: 1, reason: 'too late (ReceiptHandleError)' });
  });

  it('nothing is left when one of the rounds of a flush was good', async () => {
    const { acknowledgements, batches, lingering, add } = setUp();
    add(2);
    const flushed = acknowledgements.flush(new AbortController().signal);
    await settled();
    batches.at(-1)?.reject(broken);
    await settled();
    lingering.at(-1)?.end();
    await settled();
    batches.at(-1)?.resolve();
    await flushed;
    expect(acknowledgements.left()).toBeUndefined();
  });

  it('keep nothing alive after the last flush, deleted or not', async () => {
    const { acknowledgements, batches, lingering, add } = setUp();
    add(40);
    const limit = new AbortController();
    const flushed = acknowledgements.flush(limit.signal);
    limit.abort();
    await flushed;
    const before = { batches: batches.length, lingering: lingering.length };
    for (const { end } of lingering) end();
    await settled();
    expect({ batches: batches.length, lingering: lingering.length }).toEqual(before);
  });
});
