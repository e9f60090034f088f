import { formatByteSize } from '../domain/byte-size.ts';
import { toPrintable } from '../domain/printable.ts';
import { happenedAtMs, type TailRecord } from '../domain/record.ts';
import { cellWidth, cutEnd, fitLeft, fitMiddle, fitRight } from './cells.ts';
import { columnJump } from './column-jump.ts';
import { type ListItem, nameOf, type RuleItem, sourceOf, typeOf } from './list-item.ts';
import { formatDuration } from './quantities.ts';
import type { RowLayout } from './row-layout.ts';
import type { Paint, Theme } from './theme.ts';
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
  const gutter = `${state.isSelected ? '›' : ' '}${state.isHit ? '*' : ' '}`;
  const text = item.kind === 'record' ? recordText(item.record, state, context) : ruleText(item, context);
  return state.isSelected ? context.theme.inverse(gutter) + context.theme.bold(text) : gutter + text;
}

function recordText(record: TailRecord, state: RowState, context: RowContext): string {
  const { layout, theme, clock } = context;
  const precise = layout.time > 8;
  const name = fitMiddle(toPrintable(nameOf(record)), layout.name);
  const cells = [
    theme.dim(fitRight(formatTime(happenedAtMs(record), clock, precise), layout.time)),
    ...sourceCell(record, context),
    highlight(fitLeft(typeText(record, layout.type), layout.type), typePaint(record, theme), state, context),
    highlight(name, plain, state, context),
  ];
  return cells.join(' ') + trailingCells(record, isPlain(name) ? () => ' ' : columnJump, context);
}

/** Text that all terminals take for equally wide; it is also far quicker to measure. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007E]*$/.test(text);
}

function sourceCell(record: TailRecord, { layout, theme, sources }: RowContext): string[] {
  if (layout.source === 0) return [];
  const source = sourceOf(record) ?? '';
  return [theme.source(sources.indexOf(source))(fitLeft(toPrintable(source), layout.source))];
}

/** Size, latency and the duplicate's mark at fixed columns, wherever the terminal thinks that the key ends. */
function trailingCells(
  record: TailRecord,
  jumpTo: (column: number) => string,
  { layout, theme }: RowContext,
): string {
  const isEvent = record.kind === 'event';
  const isDuplicate = isEvent && record.duplicate;
  const size = isEvent && record.event.size !== undefined ? formatByteSize(record.event.size) : '';
  const latency = isEvent && record.latencyMs !== undefined ? formatDuration(record.latencyMs) : '';
  const isCrowded = isDuplicate && layout.duplicate === 0;
  const cells: [width: number, text: string, paint: Paint][] = [
    [layout.size, size, plain],
    isCrowded ? [layout.latency, 'dup', theme.warn] : [layout.latency, latency, theme.dim],
    [layout.duplicate, isDuplicate ? 'dup' : '', theme.warn],
  ];
  let column = layout.width - cells.reduce((sum, [width]) => sum + (width > 0 ? width + 1 : 0), 0);
  return cells
    .filter(([width]) => width > 0)
    .map(([width, text, paint]) => {
      const cell = jumpTo(column + 1) + paint(fitRight(text, width));
      column += width + 1;
      return cell;
    })
    .join('');
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

function typePaint(record: TailRecord, theme: Theme): Paint {
  return theme.family(typeOf(record));
}

const plain: Paint = (text) => text;

/** The text painted, and what the search finds in it painted over. */
function highlight(text: string, paint: Paint, { isHit }: RowState, { search, theme }: RowContext): string {
  if (!isHit || !search) return paint(text);
  let [result, rest] = ['', text];
  for (let found = search.exec(rest); found && found[0] !== ''; found = search.exec(rest)) {
    const end = found.index + found[0].length;
    const before = rest.slice(0, found.index);
    result += (before && paint(before)) + theme.match(found[0]);
    rest = rest.slice(end);
  }
  return result + (rest && paint(rest));
}

function ruleText(item: RuleItem, { layout, theme, clock }: RowContext): string {
  const width = layout.width - 2;
  const label = cutEnd(`── ${formatTime(item.atMs, clock, false)} ${toPrintable(item.text)} `, width);
  const line = label + '─'.repeat(Math.max(0, width - cellWidth(label)));
  return { mark: theme.accent, note: theme.warn, lost: theme.bad, back: theme.good }[item.kind](line);
}
