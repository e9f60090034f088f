import { createLatencyScale, type LatencyScale } from './latency.ts';
import { createRecentMap } from './recent-map.ts';
import type { EventRecord, TailRecord } from './record.ts';

/** What a tail has seen: counts, and how long each hop of an event took. */
export interface Figures {
  readonly counts: Counts;
  readonly byType: ReadonlyMap<string, number>;
  readonly latencies: Readonly<Record<Hop, LatencyScale>>;
  /** By source, whose name is empty where there is but one that has none. */
  readonly links: ReadonlyMap<string, LinkFigures>;
  /** When the last event came. */
  lastEventAtMs(): number | undefined;
  /** Takes a record when it comes, and the time when its sinks have accepted it. */
  add(record: TailRecord): void;
  accepted(record: TailRecord, atMs: number): void;
  reconnected(): void;
  linked(source: string, link: LinkFigures): void;
  /** A message of which no event passed the filters. */
  filtered(): void;
  /** An event that a sink has not taken. */
  refused(): void;
  /** An event, or a whole message, that went to the dead letters. */
  buried(): void;
}

export interface LinkFigures {
  readonly isUp: boolean;
  /** When the service last answered a poll, or pushed something. */
  readonly lastContactAtMs?: number | undefined;
}

export interface Counts {
  events: number;
  undecodable: number;
  bytes: number;
  /** Events seen before, by the message's id or the event's own identity. */
  duplicates: number;
  /** Of messages that the service handed out before. */
  redeliveries: number;
  /** Older than an event of the same key that came before. */
  outOfOrder: number;
  reconnects: number;
  /** Messages of which no event passed the filters. */
  filtered: number;
  /** Put aside as dead letters, for a receiver did not take them. */
  deadLettered: number;
  /** Events that a receiver or a command did not take; one that comes again and is refused again counts again. */
  refused: number;
}

/** The event itself, its way into the queue, its wait there, our own handling, and all of it. */
export const HOPS = ['event to queue', 'queue to receipt', 'receipt to output', 'event to output'] as const;
export type Hop = (typeof HOPS)[number];

const REMEMBERED_KEYS = 10_000;
/** More of them are counted together: a sender that nobody checks could fill the memory with types. */
const MOST_TYPES = 1000;

export function createFigures(): Figures {
  const counts: Counts = {
    ...{ events: 0, undecodable: 0, bytes: 0, duplicates: 0 },
    ...{ redeliveries: 0, outOfOrder: 0, reconnects: 0 },
    ...{ filtered: 0, deadLettered: 0, refused: 0 },
  };
  const byType = new Map<string, number>();
  const latencies = {
    'event to queue': createLatencyScale(),
    'queue to receipt': createLatencyScale(),
    'receipt to output': createLatencyScale(),
    'event to output': createLatencyScale(),
  } satisfies Record<Hop, LatencyScale>;
  const lastTimes = createRecentMap<number>(REMEMBERED_KEYS);

  const links = new Map<string, LinkFigures>();
  let lastEventAtMs: number | undefined;

  function addEvent(record: EventRecord): void {
    const { event, message, duplicate } = record;
    counts.events += 1;
    lastEventAtMs = message.receivedAtMs;
    counts.bytes += event.size ?? 0;
    const type = byType.has(event.type) || byType.size < MOST_TYPES ? event.type : '(others)';
    byType.set(type, (byType.get(type) ?? 0) + 1);
    if (duplicate) counts.duplicates += 1;
    if ((message.dequeueCount ?? 1) > 1) counts.redeliveries += 1;
    const timeMs = eventTimeMs(record);
    if (timeMs === undefined) return;
    const key = [event.bucket, event.key].join('/');
    const lastMs = lastTimes.get(key);
    if (lastMs !== undefined && timeMs < lastMs) counts.outOfOrder += 1;
    else lastTimes.set(key, timeMs);
    if (message.enqueuedAtMs !== undefined) latencies['event to queue'].add(message.enqueuedAtMs - timeMs);
  }

  return {
    counts,
    byType,
    latencies,
    links,
    lastEventAtMs: () => lastEventAtMs,
    linked(source, link) {
      links.set(source, { lastContactAtMs: links.get(source)?.lastContactAtMs, ...link });
    },
    add(record) {
      if (record.kind === 'event') addEvent(record);
      else counts.undecodable += 1;
    },
    accepted(record, atMs) {
      const { receivedAtMs, enqueuedAtMs } = record.message;
      latencies['receipt to output'].add(atMs - receivedAtMs);
      if (enqueuedAtMs !== undefined) latencies['queue to receipt'].add(receivedAtMs - enqueuedAtMs);
      const timeMs = record.kind === 'event' ? eventTimeMs(record) : undefined;
      if (timeMs !== undefined) latencies['event to output'].add(atMs - timeMs);
    },
    reconnected() {
      counts.reconnects += 1;
    },
    filtered() {
      counts.filtered += 1;
    },
    refused() {
      counts.refused += 1;
    },
    buried() {
      counts.deadLettered += 1;
    },
  };
}

function eventTimeMs({ latencyMs, message }: EventRecord): number | undefined {
  return latencyMs === undefined ? undefined : message.receivedAtMs - latencyMs;
}
