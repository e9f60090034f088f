import { counted } from '../domain/counted.ts';
import type { Count, Summary } from '../use-cases/summarise.ts';
import { formatTable } from './table.ts';

const WIDEST_BAR = 40;
const MOST_ROWS = 20;

export function summaryText({ counts, byType, byPrefix, latency, histogram }: Summary): string {
  const { events, undecodable, duplicates, redeliveries, outOfOrder } = counts;
  const heading = [
    counted(events, 'event'),
    `${undecodable} undecodable`,
    counted(duplicates, 'duplicate'),
    counted(redeliveries, 'redelivery', 'redeliveries'),
    `${outOfOrder} out of order`,
  ].join(', ');
  const sections = [`${heading}\n`, table('TYPE', byType), table('PREFIX', byPrefix)];
  if (latency) {
    const { p50, p95, p99, max } = latency;
    sections.push(
      `latency (event to receipt): p50 ${time(p50)}, p95 ${time(p95)}, p99 ${time(p99)}, max ${time(max)}\n${bars(histogram)}`,
    );
  }
  return sections.filter((section) => section !== '').join('\n');
}

function table(head: string, counts: readonly Count[]): string {
  if (counts.length === 0) return '';
  const rows = counts.slice(0, MOST_ROWS).map(({ name, events }) => [String(events), name]);
  const rest = counts.length - rows.length;
  return formatTable(['EVENTS', head], rest > 0 ? [...rows, ['...', `${rest} more`]] : rows);
}

function bars(rows: Summary['histogram']): string {
  const most = Math.max(...rows.map(({ events }) => events));
  const cells = rows.map(({ upToMs, events }) => [
    upToMs === null ? 'more' : `<= ${time(upToMs)}`,
    String(events),
    '#'.repeat(Math.ceil((events / most) * WIDEST_BAR)),
  ]);
  return formatTable(['LATENCY', 'EVENTS', ''], cells);
}

function time(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms / 6000) / 10} min`;
}
