import type { NotificationEvent } from '../domain/event.ts';
import type { TailRecord } from '../domain/record.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Delivery, Notice, Source } from '../sources/source.ts';
import type { System } from '../system.ts';
import { createRecordReader } from './read-records.ts';

export interface TailRequest {
  readonly source: Source;
  readonly accepts: (event: NotificationEvent) => boolean;
  readonly sinks: readonly Sink[];
  /** Ends after that many events were shown. */
  readonly count?: number;
  readonly timeoutMs?: number;
  /** Ends when that long no message came. */
  readonly idleTimeoutMs?: number;
  /** Leave messages whose events were all filtered out where they are. */
  readonly keepUnmatched?: boolean;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'now' | 'sleep'>;
}

export interface TailSummary {
  readonly shown: number;
  readonly end: 'count' | 'timeout' | 'idle' | 'stopped';
}

/**
 * The one tail loop: source → decode once → filter → sinks → acknowledge. A message is acknowledged only after
 * every sink has accepted all its records; whatever ends the loop, the source's and the sinks' own endings run.
 */
export async function tail(request: TailRequest): Promise<TailSummary> {
  const limits = startLimits(request);
  const readRecords = createRecordReader();
  let shown = 0;
  try {
    for await (const item of request.source(limits.signal)) {
      if (item.kind === 'notice') {
        announce(item, request.sinks);
        continue;
      }
      limits.messageCame();
      const records = readRecords(item).filter((record) => isWanted(record, request));
      for (const record of records) {
        if (shown === request.count) return { shown, end: 'count' };
        await writeTo(request.sinks, record);
        if (record.kind === 'event') shown += 1;
      }
      settle(item, records.length > 0, request);
      if (shown === request.count) return { shown, end: 'count' };
    }
    return { shown, end: limits.end() };
  } finally {
    limits.stop();
    for (const sink of request.sinks) await sink.close();
  }
}

/** What cannot be decoded passes every filter: it is shown, never dropped. */
function isWanted(record: TailRecord, { accepts }: TailRequest): boolean {
  return record.kind === 'undecodable' || accepts(record.event);
}

async function writeTo(sinks: readonly Sink[], record: TailRecord): Promise<void> {
  for (const sink of sinks) await sink.write(record);
}

function announce(notice: Notice, sinks: readonly Sink[]): void {
  for (const sink of sinks) sink.notice?.(notice);
}

function settle(delivery: Delivery, isMatched: boolean, { keepUnmatched }: TailRequest): void {
  if (isMatched || !keepUnmatched) delivery.acknowledge?.();
}

type End = TailSummary['end'];

interface Limits {
  readonly signal: AbortSignal;
  messageCame(): void;
  end(): End;
  stop(): void;
}

/** Time limits as one more reason for the source to stop. */
function startLimits({ timeoutMs, idleTimeoutMs, signal, system }: TailRequest): Limits {
  const stop = new AbortController();
  let lastMessageAtMs = system.now();
  const endAt = async (endAtMs: () => number, end: End) => {
    for (let restMs = endAtMs() - system.now(); restMs > 0; restMs = endAtMs() - system.now()) {
      await system.sleep(restMs, stop.signal);
      if (stop.signal.aborted) return;
    }
    stop.abort(end);
  };
  const startedAtMs = lastMessageAtMs;
  if (timeoutMs !== undefined) void endAt(() => startedAtMs + timeoutMs, 'timeout');
  if (idleTimeoutMs !== undefined) void endAt(() => lastMessageAtMs + idleTimeoutMs, 'idle');
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    messageCame() {
      lastMessageAtMs = system.now();
    },
    end: () => (stop.signal.aborted ? stop.signal.reason : 'stopped'),
    stop: () => stop.abort('stopped'),
  };
}
