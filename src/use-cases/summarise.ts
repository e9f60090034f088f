import { type Counts, createFigures } from '../domain/figures.ts';
import { createLatencyScale, type LatencyScale } from '../domain/latency.ts';
import type { Source } from '../sources/source.ts';
import type { System } from '../system.ts';
import { tail } from './tail.ts';

export interface Summary {
  readonly counts: Omit<Counts, 'reconnects'>;
  readonly byType: readonly Count[];
  /** By what stands before the first slash of a key. */
  readonly byPrefix: readonly Count[];
  /** From the event's own time to its receipt. */
  readonly latency: Percentiles | undefined;
  readonly histogram: readonly { readonly upToMs: number | null; readonly events: number }[];
}

export interface Count {
  readonly name: string;
  readonly events: number;
}

export interface Percentiles {
  readonly events: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** More different prefixes than this are counted together: memory must not grow with a file. */
const MOST_PREFIXES = 1000;
const BOUNDS_MS = [
  10,
  20,
  50,
  100,
  200,
  500,
  1000,
  2000,
  5000,
  10_000,
  30_000,
  60_000,
  300_000,
  Number.POSITIVE_INFINITY,
];

/** Reads a finite source to its end. */
export async function summarise(
  source: Source,
  { signal, system }: { readonly signal: AbortSignal; readonly system: Pick<System, 'now' | 'sleep'> },
): Promise<Summary> {
  const figures = createFigures();
  const latency = createLatencyScale();
  const prefixes = new Map<string, number>();
  await tail({
    source,
    accepts: () => true,
    signal,
    system,
    sinks: [
      {
        write(record) {
          figures.add(record);
          if (record.kind === 'undecodable') return;
          if (record.latencyMs !== undefined) latency.add(record.latencyMs);
          const prefix = prefixOf(record.event.key ?? '');
          const name = prefixes.has(prefix) || prefixes.size < MOST_PREFIXES ? prefix : '(others)';
          prefixes.set(name, (prefixes.get(name) ?? 0) + 1);
        },
        close: () => {},
      },
    ],
  });
  const { reconnects: _, ...counts } = figures.counts;
  return {
    counts,
    byType: sorted(figures.byType),
    byPrefix: sorted(prefixes),
    latency: percentiles(latency),
    histogram: histogram(latency),
  };
}

export function percentiles(scale: LatencyScale): Percentiles | undefined {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => scale.percentile(share));
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined;
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return { events: scale.count, p50: round(p50), p95: round(p95), p99: round(p99), max: round(scale.most) };
}

function prefixOf(key: string): string {
  const slash = key.indexOf('/');
  return slash === -1 ? '(none)' : key.slice(0, slash + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Count[] {
  return [...counts].map(([name, events]) => ({ name, events })).sort((a, b) => b.events - a.events);
}

/** From the first bound that counts anything to the last; the last of all has none. */
function histogram(scale: LatencyScale): Summary['histogram'] {
  const boundAt = (at: number) => BOUNDS_MS[at] ?? 0;
  const rows = scale.buckets(BOUNDS_MS).map((events, at) => ({
    upToMs: Number.isFinite(boundAt(at)) ? boundAt(at) : null,
    events,
  }));
  const first = rows.findIndex(({ events }) => events > 0);
  return first === -1 ? [] : rows.slice(first, rows.findLastIndex(({ events }) => events > 0) + 1);
}
