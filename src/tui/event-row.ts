import { formatByteSize } from '../domain/byte-size.ts';
import { toPrintable } from '../domain/printable.ts';
import { happenedAtMs, type TailRecord } from '../domain/record.ts';
import { cellWidth, cutEnd, fitLeft, fitRight, widestWidth } from './cells.ts';
import { columnJump } from './column-jump.ts';
import { type Cell, joinCells } from './columns.ts';
import { fitMatch, highlighted } from './highlight.ts';
import { type ListItem, nameOf, type RuleItem, sourceOf, typeOf } from './list-item.ts';
import { formatDuration } from './quantities.ts';
import { GUTTER, type RowLayout } from './row-layout.ts';
import { type Paint, type Theme, unpainted } from './theme.ts';
import { type Clock, formatTime } from './time-mode.ts';

export interface RowContext {
  readonly layout: RowLayout;
  readonly theme: Theme;
  readonly clock: Clock;
  readonly sources: readonly string[];
  readonly search: RegExp | undefined;
}

export interface RowState {
  readonly isSelected: boolean;
  readonly isHit: boolean;
}

/** One line of the list, exactly as wide as it is told; everything from outside is made printable first. */
export function formatRow(item: ListItem, state: RowState, context: RowContext): string {
  const { theme, search } = context;
  const gutter = `${state.isSelected ? '›' : ' '}${state.isHit ? '*' : ' '}`;
  const found = state.isHit ? search : undefined;
  // A style within the selected row would end the row's own, so it has no other.
  const look: Look = state.isSelected
    ? { theme: undefined, found, match: theme.selectedMatch }
    : { theme, found, match: theme.match };
  const text =
    item.kind === 'record' ? recordText(item.record, look, context) : ruleText(item, look, context);
  return state.isSelected ? theme.inverse(gutter + text) : gutter + text;
}

/** How a row is painted; without a theme, plainly. */
interface Look {
  readonly theme: Theme | undefined;
  /** The search that found the row. */
  readonly found: RegExp | undefined;
  readonly match: Paint;
}

function recordText(record: TailRecord, { theme, found, match }: Look, context: RowContext): string {
  const { layout, clock } = context;
  const time = formatTime(happenedAtMs(record), clock, layout.time > 8);
  const marked =
    (paint: Paint = unpainted): Paint =>
    (text) =>
      highlighted(text, found, paint, match);
  const cells: Cell[] = [
    { text: fitRight(time, layout.time), width: layout.time, paint: theme?.dim ?? unpainted },
    sourceCell(record, theme, context),
    {
      text: fitLeft(typeText(record, layout.type), layout.type),
      width: layout.type,
      paint: marked(theme?.family(typeOf(record))),
    },
    {
      text: fitMatch(toPrintable(nameOf(record)), layout.name, found),
      width: layout.name,
      paint: marked(),
    },
    ...trailingCells(record, theme, context),
  ];
  return joinCells(
    cells.filter(({ width }) => width > 0),
    GUTTER,
  );
}

function sourceCell(record: TailRecord, theme: Theme | undefined, { layout, sources }: RowContext): Cell {
  const number = sources.indexOf(sourceOf(record) ?? '');
  const text = fitLeft(layout.sourceLabels[number] ?? '', layout.source);
  return { text, width: layout.source, paint: theme && number >= 0 ? theme.source(number) : unpainted };
}

/** Size, latency and the duplicate's mark. */
function trailingCells(record: TailRecord, theme: Theme | undefined, { layout }: RowContext): Cell[] {
  const isEvent = record.kind === 'event';
  const isDuplicate = isEvent && record.duplicate;
  const size = isEvent && record.event.size !== undefined ? formatByteSize(record.event.size) : '';
  const latency = isEvent && record.latencyMs !== undefined ? formatDuration(record.latencyMs) : '';
  const isCrowded = isDuplicate && layout.duplicate === 0;
  const [dim = unpainted, warn = unpainted] = [theme?.dim, theme?.warn];
  const cells: [width: number, text: string, paint: Paint][] = [
    [layout.size, size, unpainted],
    isCrowded ? [layout.latency, 'dup', warn] : [layout.latency, latency, dim],
    [layout.duplicate, isDuplicate ? 'dup' : '', warn],
  ];
  return cells.map(([width, text, paint]) => ({ text: fitRight(text, width), width, paint }));
}

/** The sign tells the family where there is no colour or no room for the name. */
function typeText(record: TailRecord, width: number): string {
  const type = toPrintable(typeOf(record));
  if (record.kind === 'undecodable') return `! ${type}`;
  const operation = type.slice(type.indexOf(':') + 1);
  const sign = SIGNS[type.split(':', 1)[0] ?? ''] ?? '·';
  return `${sign} ${width >= 39 ? type : operation}`;
}

const SIGNS: Record<string, string> = {
  ObjectCreated: '+',
  ObjectRemoved: '-',
  ObjectDownloaded: '>',
  ObjectModified: '~',
};

function ruleText(item: RuleItem, { theme, found, match }: Look, { layout, clock }: RowContext): string {
  const width = layout.width - GUTTER;
  const label = cutEnd(`── ${formatTime(item.atMs, clock, false)} ${toPrintable(item.text)} `, width - 1);
  const line = label + '─'.repeat(Math.max(0, width - 1 - widestWidth(label)));
  const { accent, warn, bad, good } = theme ?? PLAIN;
  const paint = { mark: accent, note: warn, lost: bad, back: good }[item.kind];
  // What stands beside the list begins where it must, however wide the text turned out to be.
  const rest = ' '.repeat(Math.max(0, width - 1 - cellWidth(line))) + columnJump(layout.width);
  return highlighted(line, found, paint, match) + rest;
}

const PLAIN = { accent: unpainted, warn: unpainted, bad: unpainted, good: unpainted };
