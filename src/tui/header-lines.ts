import { toPrintable } from '../domain/printable.ts';
import { cutEnd } from './cells.ts';
import { type LastState, lastStateText } from './last-state.ts';
import type { LinkState } from './link-state.ts';
import { linkPaint, linkStatus } from './link-status.ts';
import { isFiltering, type ListFilter } from './list-filter.ts';
import { counted, formatAge, formatCount, formatDuration, formatRate, sparkline } from './quantities.ts';
import { joinSegments, type Segment } from './segments.ts';
import type { Paint, Theme } from './theme.ts';
import type { Ui } from './ui.ts';

export interface HeaderContext {
  /** What is being tailed, for people. */
  readonly names: string;
  readonly theme: Theme;
  readonly nowMs: number;
}

/** Two lines: the honest state of the link; then what comes through it and how the list is narrowed. */
export function headerLines(ui: Ui, context: HeaderContext): string[] {
  const { columns } = ui.size;
  return [
    joinSegments(linkSegments(ui, context), columns),
    joinSegments([...listSegments(ui, context), ...eventSegments(ui, context)], columns),
  ];
}

function linkSegments(ui: Ui, context: HeaderContext): Segment[] {
  const { model, size, lastState } = ui;
  const { names, theme, nowMs } = context;
  if (lastState) return lastSegments(ui, lastState, context);
  const status = linkStatus(model.links, nowMs);
  const links = [...model.links.values()];
  const { kind, text } = status;
  const paint = linkPaint(status, theme);
  const age =
    kind === 'listening' ? pushText(links, nowMs) : kind === 'reading' ? '' : pollText(links, nowMs);
  return [
    { text: `● ${text}${namesText(status.names, size.columns)}`, rank: 0, paint },
    ...sourceSegments(model.counts.sources, theme),
    { text: cutEnd(toPrintable(names), Math.floor(size.columns / 2)), rank: 5 },
    { text: age, rank: 1 },
    { text: `last event ${formatAge(model.lastEventAtMs, nowMs)}`, rank: 2 },
    { text: model.reconnects > 0 ? `reconnected ${model.reconnects}×` : '', rank: 3, paint: theme.warn },
  ];
}

function lastSegments({ model, size }: Ui, state: LastState, context: HeaderContext): Segment[] {
  const { names, theme, nowMs } = context;
  const paint = { ending: theme.warn, ended: theme.accent, failed: theme.bad }[state.kind];
  return [
    { text: `● ${toPrintable(lastStateText(state))}`, rank: 0, paint },
    { text: cutEnd(toPrintable(names), Math.floor(size.columns / 2)), rank: 5 },
    { text: `last event ${formatAge(model.lastEventAtMs, nowMs)}`, rank: 2 },
  ];
}

/** The oldest of several: that source is the one to worry about. */
function pollText(links: readonly LinkState[], nowMs: number): string {
  const polls = links.flatMap(({ lastPollAtMs }) => (lastPollAtMs === undefined ? [] : [lastPollAtMs]));
  if (links.length === 0) return '';
  return `polled ${formatAge(polls.length === 0 ? undefined : Math.min(...polls), nowMs)}`;
}

/** Nobody is polled; that a push came is all that one can know of the other side. */
function pushText(links: readonly LinkState[], nowMs: number): string {
  const pushes = links.flatMap(({ lastPushAtMs }) => (lastPushAtMs === undefined ? [] : [lastPushAtMs]));
  return `last push ${formatAge(pushes.length === 0 ? undefined : Math.max(...pushes), nowMs)}`;
}

/** Which of several. */
function namesText(names: readonly string[], columns: number): string {
  return names.length === 0 ? '' : `: ${cutEnd(toPrintable(names.join(', ')), Math.floor(columns / 2))}`;
}

/** The key to the colours of the list's source column. */
function sourceSegments(sources: readonly string[], theme: Theme): Segment[] {
  if (sources.length < 2) return [];
  const signs = sources.slice(0, 6).map((source) => `■ ${toPrintable(source)}`);
  const paint = () => signs.map((sign, index) => theme.source(index)(sign)).join(' ');
  return [{ text: signs.join(' '), rank: 6, paint }];
}

function eventSegments({ model }: Ui, { theme, nowMs }: HeaderContext): Segment[] {
  const { ever, latencies } = model.counts;
  const [p50, p95] = [latencies.percentile(0.5), latencies.percentile(0.95)];
  const latency =
    p50 === undefined || p95 === undefined ? '' : `p50 ${formatDuration(p50)} p95 ${formatDuration(p95)}`;
  return [
    { text: formatRate(model.rate.perSecond(nowMs)), rank: 2 },
    { text: sparkline(model.rate.recent(20, nowMs)), rank: 6, paint: theme.accent },
    { text: counted(ever.records, 'event'), rank: 3 },
    { text: latency, rank: 4 },
    { text: clockText(model.clockAheadMs, latencies.negative > 0), rank: 5, paint: theme.warn },
    { text: ever.duplicates > 0 ? counted(ever.duplicates, 'duplicate') : '', rank: 7, paint: theme.warn },
    {
      text: ever.undecodable > 0 ? `${formatCount(ever.undecodable)} undecodable` : '',
      rank: 6,
      paint: theme.bad,
    },
  ];
}

/** By how much our clock is off where the service has told it, or that it must be, since events come from the future. */
function clockText(aheadMs: number | undefined, isNegative: boolean): string {
  if (aheadMs === undefined) return isNegative ? 'clock skew' : '';
  return `clock ${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`;
}

function listSegments({ model, cursor }: Ui, { theme }: HeaderContext): Segment[] {
  const { shown, hits } = model.view;
  const behind = shown.length - 1 - cursor.selectedIndex(shown);
  const place = hits.indexFrom(shown.at(cursor.selectedIndex(shown)) ?? 0) + 1;
  const isOnHit = hits.has(shown.at(cursor.selectedIndex(shown)) ?? -1);
  const found = isOnHit
    ? `${formatCount(place)} of ${formatCount(hits.length)}`
    : counted(hits.length, 'match', 'matches');
  return [
    {
      text: model.isPaused ? ` PAUSED, ${formatCount(model.waiting)} waiting ` : '',
      rank: 0,
      paint: strong(theme),
    },
    { text: filterText(model.filter, model.view.recordCount), rank: 1, paint: theme.accent },
    {
      text: model.query === '' ? '' : `/${toPrintable(model.query)}: ${found}`,
      rank: 1,
      paint: theme.accent,
    },
    {
      text: cursor.isFollowing || behind <= 0 ? '' : `${formatCount(behind)} below`,
      rank: 5,
      paint: theme.warn,
    },
  ];
}

function filterText(filter: ListFilter, shown: number): string {
  if (!isFiltering(filter)) return '';
  const types = [...filter.types].map((type) => toPrintable(type.slice(type.indexOf(':') + 1)));
  const parts = [types.length > 2 ? `${types.length} types` : types.join(', '), toPrintable(filter.glob)];
  return `filter ${parts.filter((part) => part !== '').join(' ')}: ${formatCount(shown)}`;
}

function strong(theme: Theme): Paint {
  return (text) => theme.inverse(theme.bold(text));
}
