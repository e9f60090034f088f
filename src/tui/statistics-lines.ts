import { toPrintable } from '../domain/printable.ts';
import { cellWidth, fitLeft, fitMiddle, fitRight } from './cells.ts';
import type { LatencyScale } from './latency-scale.ts';
import type { Model } from './model.ts';
import { bar, counted, formatCount, formatDuration } from './quantities.ts';
import type { Tally } from './tally.ts';
import type { Theme } from './theme.ts';

const TWO_COLUMNS = 100;
const GAP = 3;

/** Counts of the kept events by type and prefix, how late they came, and the keys that come most. */
export function statisticsLines(model: Model, width: number, theme: Theme): string[] {
  const { counts, capacity } = model;
  const kept = Math.min(counts.types.total, capacity);
  const title = theme.bold(fitLeft(`Statistics of the newest ${counted(kept, 'event')}`, width));
  const column = width >= TWO_COLUMNS ? Math.floor((width - GAP) / 2) : width;
  const left = [
    ...tallySection('by type', counts.types, column, theme, typeLabel(theme)),
    ...tallySection('by prefix', counts.prefixes, column, theme),
  ];
  const right = [
    ...latencySection(counts.latencies, column, theme),
    ...tallySection('top keys', counts.names, column, theme),
  ];
  return [title, ...(width >= TWO_COLUMNS ? sideBySide(left, right, column) : [...left, ...right])];
}

const MOST_ROWS = 8;
const COUNT_WIDTH = 9;

function tallySection(
  name: string,
  tally: Tally,
  width: number,
  theme: Theme,
  shown: (label: string, width: number) => string = (label, width) => fitMiddle(toPrintable(label), width),
): string[] {
  const top = tally.top(MOST_ROWS);
  const most = top[0]?.[1] ?? 1;
  const rest = tally.size - top.length;
  const rows = top.map(([label, count]) =>
    barRow({
      label: shown(label, labelWidth(width)),
      count,
      most,
      width,
      theme,
    }),
  );
  return ['', theme.bold(name), ...rows, ...(rest > 0 ? [theme.dim(`and ${formatCount(rest)} more`)] : [])];
}

/** Without its family where there is no room for all: the two ends of a type are what many have in common. */
function typeLabel(theme: Theme): (type: string, width: number) => string {
  return (type, width) => {
    const text = toPrintable(type);
    const short = cellWidth(text) > width ? text.slice(text.indexOf(':') + 1) : text;
    return theme.family(type)(fitLeft(short, width));
  };
}

function labelWidth(width: number): number {
  return Math.min(38, Math.floor(width * 0.5));
}

interface BarRow {
  /** Fitted already. */
  readonly label: string;
  readonly count: number;
  readonly most: number;
  readonly width: number;
  readonly theme: Theme;
}

function barRow({ label, count, most, width, theme }: BarRow): string {
  const room = Math.max(1, width - labelWidth(width) - COUNT_WIDTH - 2);
  return `${label} ${theme.accent(fitLeft(bar(count / most, room), room))} ${fitRight(formatCount(count), COUNT_WIDTH)}`;
}

const LIMITS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000, 600_000];

function latencySection(latencies: LatencyScale, width: number, theme: Theme): string[] {
  const histogram = latencies.histogram(LIMITS_MS);
  const first = histogram.findIndex((count) => count > 0);
  const last = histogram.findLastIndex((count) => count > 0);
  const most = Math.max(1, ...histogram);
  const rows = histogram
    .slice(Math.max(0, first), last + 1)
    .map((count, index) =>
      barRow({ label: fitLeft(rangeText(first + index), labelWidth(width)), count, most, width, theme }),
    );
  const skewed =
    latencies.negative > 0 ? [theme.warn(`${formatCount(latencies.negative)} below zero: clock skew`)] : [];
  return [
    '',
    theme.bold('latency'),
    theme.dim(fitLeft(percentilesText(latencies, width), width)),
    ...rows,
    ...skewed,
  ];
}

function rangeText(place: number): string {
  const limit = LIMITS_MS[place];
  return limit === undefined
    ? `over ${formatDuration(LIMITS_MS.at(-1) ?? 0)}`
    : `up to ${formatDuration(limit)}`;
}

/** The most telling of them stay where there is no room for all. */
function percentilesText(latencies: LatencyScale, width: number): string {
  if (latencies.total === 0) return 'no event tells its time';
  const texts = [0.5, 0.9, 0.95, 0.99, 1].map((share) => {
    const name = share === 1 ? 'max' : `p${Math.round(share * 100)}`;
    return `${name} ${formatDuration(latencies.percentile(share) ?? 0)}`;
  });
  const all = texts.join('  ');
  return all.length <= width ? all : texts.filter((_, place) => place % 2 === 0).join('  ');
}

function sideBySide(left: readonly string[], right: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, line) => {
    const text = left[line] ?? '';
    return text + ' '.repeat(Math.max(0, width - cellWidth(text)) + GAP) + (right[line] ?? '');
  });
}
