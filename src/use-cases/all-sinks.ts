import type { TailRecord } from '../domain/record.ts';
import { NotAccepted, type Sink, type Writer } from '../sinks/sink.ts';

export const writersAmong = (sinks: readonly Sink[]): readonly Writer[] =>
  sinks.filter((sink): sink is Writer => sink.write !== undefined);

/** Hands each record to each sink in order, without waiting; undefined when all was done at once. */
export function writeAll(
  records: readonly TailRecord[],
  sinks: readonly Writer[],
): Promise<void> | undefined {
  const record = records[0];
  const sink = sinks[0];
  // As nearly always: lists of what is written would be most of the work.
  if (record && sink && records.length === 1 && sinks.length === 1) return writeOne(record, sink);
  const writes: Promise<void>[] = [];
  const written: TailRecord[] = [];
  try {
    for (const record of records) {
      for (const sink of sinks) {
        const own = sink.write(record);
        if (!own) continue;
        writes.push(own);
        if (records.length > 1) written.push(record);
      }
    }
  } catch (error) {
    writes.push(Promise.reject(error));
  }
  if (writes.length === 0 || (writes.length === 1 && records.length === 1)) return writes[0];
  return allWritten(writes, written);
}

function writeOne(record: TailRecord, sink: Writer): Promise<void> | undefined {
  try {
    return sink.write(record) ?? undefined;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** All are waited for, so that nothing of this message is under way when its end is decided. */
async function allWritten(writes: readonly Promise<void>[], written: readonly TailRecord[]): Promise<void> {
  const results = await Promise.allSettled(writes);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (reasons.length === 0) return;
  const failure = reasons.find((reason) => !(reason instanceof NotAccepted));
  if (failure !== undefined || written.length === 0) throw failure ?? reasons[0];
  const missed = written.filter((_, index) => results[index]?.status === 'rejected');
  throw new NotAccepted(reasons[0].message, [...new Set(missed)]);
}

/** All of them, whatever one of them fails with; that is thrown then. */
export async function closeAll(sinks: readonly Sink[]): Promise<void> {
  const failures: unknown[] = [];
  for (const sink of sinks) {
    try {
      await sink.close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
