import { toPrintable } from '../domain/printable.ts';
import { cellWidth, fitLeft, fitMiddle, fitRight, widestWidth } from './cells.ts';
import { columnJump } from './column-jump.ts';
import { joinCells } from './columns.ts';
import type { LatencyScale } from './latency-scale.ts';
import type { Model } from './model.ts';
import { bar, counted, formatCount, formatDuration } from './quantities.ts';
import type { Tally } from './tally.ts';
import { type Paint, type Theme, unpainted } from './theme.ts';

const TWO_COLUMNS = 100;
const GAP = 3;

/** A section's place on the screen, and its colours. */
interface Column {
  readonly left: number;
  readonly width: number;
  readonly theme: Theme;
}

/** Counts of the kept events by type and prefix, how late they came, and the keys that come most. */
export function statisticsLines(model: Model, width: number, theme: Theme): string[] {
  const { counts, capacity } = model;
  const kept = Math.min(counts.types.total, capacity);
  const title = theme.bold(fitLeft(`Statistics of the newest ${counted(kept, 'event')}`, width));
  const isWide = width >= TWO_COLUMNS;
  const first: Column = { left: 0, width: isWide ? Math.floor((width - GAP) / 2) : width, theme };
  const second = isWide ? { ...first, left: first.width + GAP } : first;
  const left = [
    ...tallySection('by type', counts.types, first, typeLabel),
    ...tallySection('by prefix', counts.prefixes, first),
  ];
  const right = [
    ...latencySection(counts.latencies, second),
    ...tallySection('top keys', counts.names, second),
  ];
  return [title, ...(isWide ? sideBySide(left, right, second.left) : [...left, ...right])];
}

const MOST_ROWS = 8;
const COUNT_WIDTH = 9;

/** How a label is shown: its text, cut to a width, and its colour. */
type Shown = (label: string, width: number, theme: Theme) => Pick<BarRow, 'label' | 'paint'>;

function tallySection(name: string, tally: Tally, column: Column, shown: Shown = nameLabel): string[] {
  const { width, theme } = column;
  const top = tally.top(MOST_ROWS);
  const most = top[0]?.[1] ?? 1;
  const rest = tally.size - top.length;
  const rows = top.map(([label, count]) =>
    barRow({ ...shown(label, labelWidth(width), theme), count, most }, column),
  );
  return ['', theme.bold(name), ...rows, ...(rest > 0 ? [theme.dim(`and ${formatCount(rest)} more`)] : [])];
}

function nameLabel(name: string, width: number) {
  return { label: fitMiddle(toPrintable(name), width), paint: unpainted };
}

/** Without its family where there is no room for all: the two ends of a type are what many have in common. */
function typeLabel(type: string, width: number, theme: Theme) {
  const text = toPrintable(type);
  const short = widestWidth(text) > width ? text.slice(text.indexOf(':') + 1) : text;
  return { label: fitLeft(short, width), paint: theme.family(type) };
}

function labelWidth(width: number): number {
  return Math.min(38, Math.floor(width * 0.5));
}

interface BarRow {
  /** Fitted already. */
  readonly label: string;
  readonly paint: Paint;
  readonly count: number;
  readonly most: number;
}

function barRow({ label, paint, count, most }: BarRow, { left, width, theme }: Column): string {
  const room = Math.max(1, width - labelWidth(width) - COUNT_WIDTH - 2);
  const cells = [
    { text: label, width: labelWidth(width), paint },
    { text: fitLeft(bar(count / most, room), room), width: room, paint: theme.accent },
    { text: fitRight(formatCount(count), COUNT_WIDTH), width: COUNT_WIDTH, paint: unpainted },
  ];
  return joinCells(cells, left);
}

const LIMITS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000, 600_000];

function latencySection(latencies: LatencyScale, column: Column): string[] {
  const { width, theme } = column;
  const histogram = latencies.histogram(LIMITS_MS);
  const first = histogram.findIndex((count) => count > 0);
  const last = histogram.findLastIndex((count) => count > 0);
  const most = Math.max(1, ...histogram);
  const rows = histogram.slice(Math.max(0, first), last + 1).map((count, index) => {
    const label = fitLeft(rangeText(first + index), labelWidth(width));
    return barRow({ label, paint: unpainted, count, most }, column);
  });
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

function sideBySide(left: readonly string[], right: readonly string[], rightColumn: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, line) => {
    const text = left[line] ?? '';
    const gap = ' '.repeat(Math.max(0, rightColumn - 1 - cellWidth(text)));
    return text + gap + columnJump(rightColumn) + (right[line] ?? '');
  });
}
