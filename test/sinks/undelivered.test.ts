import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { undeliveredSink } from '../../src/sinks/undelivered.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { bodyOf, delivery } from '../support/deliveries.ts';

const recordsOf = (messageId?: string) =>
  createRecordReader()(delivery(bodyOf({ key: 'a' }, { key: 'b' }), messageId ? { messageId } : {}));

describe('messages that were not delivered', () => {
  it('are forgotten once they came again and were accepted', () => {
    const sink = undeliveredSink();
    for (const record of [...recordsOf('M'), ...recordsOf('M'), ...recordsOf('N')]) sink.refused?.(record);
    expect(sink.count()).toBe(2);
    for (const record of recordsOf('M')) sink.accepted?.(record);
    expect(sink.count()).toBe(1);
  });

  it('are counted once each where they have no id', () => {
    const sink = undeliveredSink();
    for (let nth = 0; nth < 3; nth++) for (const record of recordsOf()) sink.refused?.(record);
    expect(sink.count()).toBe(3);
  });

  it('are not kept in memory where they have no id', async () => {
    const sink = undeliveredSink();
    const refuse = () => {
      const records = recordsOf();
      for (const record of records) sink.refused?.(record);
      return records.map(({ message }) => new WeakRef(message));
    };
    const refused = refuse();
    refuse();
    // What a WeakRef was made of lives as long as the turn of the event loop.
    await new Promise(setImmediate);
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    expect(refused.map((ref) => ref.deref())).toEqual([undefined, undefined]);
    expect(sink.count()).toBe(2);
  });
});
