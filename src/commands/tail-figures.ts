import { counted } from '../domain/counted.ts';
import type { Counts, Figures } from '../domain/figures.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Context } from './context.ts';
import type { ListenAddress } from './tail-health.ts';

interface FiguresChoice {
  readonly context: Context;
  /** Whether the end is to be told in figures. */
  readonly isSummed: boolean;
  /** What was done with messages whose events were all filtered out, in words. */
  readonly filteredFate: string;
}

export interface TailFigures {
  readonly sinks: readonly Sink[];
  /** Something has gone to the dead letters. */
  readonly buried: () => void;
  /** The tail begins; its length is told at the end. */
  begin(): void;
  /** Tells the sum, where that is asked for. */
  sumUp(): void;
  close(): Promise<void>;
}

const NOTHING_COUNTED: TailFigures = {
  sinks: [],
  buried: () => {},
  begin: () => {},
  sumUp: () => {},
  close: async () => {},
};

/** Counts what passes; serves it where asked to, and sums it up at the end. Nothing is counted that nobody is told. */
export async function openFigures(
  metrics: ListenAddress | undefined,
  { context, isSummed, filteredFate }: FiguresChoice,
): Promise<TailFigures> {
  const { system, tell, globals } = context;
  const isTold = isSummed && !globals.quiet;
  if (!isTold && metrics === undefined) return NOTHING_COUNTED;
  const { figuresSink } = await import('../sinks/figures.ts');
  const sink = figuresSink(system.now);
  const server = metrics && (await serve(metrics, sink.figures, tell));
  let begunAtMs = system.now();
  return {
    sinks: [sink],
    buried: sink.figures.buried,
    begin() {
      begunAtMs = system.now();
    },
    sumUp() {
      // Whoever reads us has had enough: nothing more is to be said.
      if (isTold && context.signal.reason !== 'closed pipe')
        tell(summaryLine(sink.figures, system.now() - begunAtMs, filteredFate));
    },
    close: async () => server?.close(),
  };
}

async function serve({ host, port }: ListenAddress, figures: Figures, tell: (text: string) => void) {
  const { serveMetrics } = await import('../sinks/metrics-server.ts');
  const server = await serveMetrics(host, port, figures);
  tell(`figures at ${server.url}`);
  return server;
}

const UNUSUAL: readonly (readonly [keyof Counts, string, string?])[] = [
  ['undecodable', 'undecodable'],
  ['duplicates', 'duplicates', 'duplicate'],
  ['redeliveries', 'redelivered'],
  ['outOfOrder', 'out of order'],
  ['reconnects', 'reconnects', 'reconnect'],
  ['deadLettered', 'dead-lettered'],
  ['refused', 'not taken'],
];

/** `12 events in 3.2 s, 2 duplicates; event to output: p50 120 ms, p95 300 ms, p99 310 ms`. */
function summaryLine({ counts, latencies }: Figures, tookMs: number, filteredFate: string): string {
  const told = [...UNUSUAL, ['filtered', filteredFate] as const];
  const unusual = told.flatMap(([name, many, one = many]) =>
    counts[name] > 0 ? [counted(counts[name], one, many)] : [],
  );
  const scale = latencies['event to output'];
  const percentiles = [50, 95, 99].flatMap((percent) => {
    const ms = scale.percentile(percent / 100);
    return ms === undefined ? [] : [`p${percent} ${Math.round(ms)} ms`];
  });
  const latency = percentiles.length === 0 ? '' : `; event to output: ${percentiles.join(', ')}`;
  return `${[`${counted(counts.events, 'event')} in ${(tookMs / 1000).toFixed(1)} s`, ...unusual].join(', ')}${latency}`;
}
