import { formatByteSize } from '../domain/byte-size.ts';
import { elementOf } from '../domain/event.ts';
import { toPrintable } from '../domain/printable.ts';
import type { EventRecord, Message, TailRecord } from '../domain/record.ts';
import { wrapCells } from './cells.ts';
import { highlighted } from './highlight.ts';
import { jsonLines } from './json-lines-view.ts';
import type { ListItem } from './list-item.ts';
import { formatCount, formatDuration } from './quantities.ts';
import { type Theme, unpainted } from './theme.ts';
import { type Clock, formatMoment } from './time-mode.ts';

type Field = readonly [label: string, value: string | undefined];

export interface DetailsContext {
  readonly width: number;
  readonly theme: Theme;
  readonly clock: Clock;
  /** What the user searches for is marked here, too. */
  readonly search?: RegExp | undefined;
}

/** The event field by field, then as the JSON that was received. */
export function detailsLines(item: ListItem | undefined, context: DetailsContext): string[] {
  if (item?.kind !== 'record')
    return wrapCells(item ? toPrintable(item.text) : 'no event is selected', context.width);
  const { record } = item;
  const { theme, width, search } = context;
  const title = (text: string) => ['', theme.bold(text)];
  const fields = fieldsOf(record, context.clock).flatMap((field) => fieldLines(field, context));
  if (record.kind === 'undecodable') {
    const body = toPrintable(record.message.body.slice(0, 64 * 1024));
    return [
      ...fields,
      ...title('body as received'),
      ...wrapCells(body, width).map((line) => highlighted(line, search, unpainted, theme.match)),
    ];
  }
  return [...fields, ...title('event as received'), ...jsonLines(elementOf(record.event), context)];
}

function fieldsOf(record: TailRecord, clock: Clock): Field[] {
  const { message } = record;
  if (record.kind === 'undecodable')
    return [['undecodable', record.reason], ...messageFields(message, clock)];
  return [...eventFields(record, clock), ...messageFields(message, clock)];
}

function eventFields({ event, latencyMs, duplicate }: EventRecord, clock: Clock): Field[] {
  const happenedAtMs = Date.parse(event.time ?? '');
  return [
    ['type', event.type],
    ['bucket', event.bucket],
    ['key', event.key],
    ['size', bytes(event.size)],
    ['change of size', bytes(event.deltaSize)],
    ['etag', event.etag],
    ['happened', Number.isNaN(happenedAtMs) ? event.time : formatMoment(happenedAtMs, clock)],
    ['latency', latencyMs === undefined ? undefined : formatDuration(latencyMs)],
    ['duplicate', duplicate ? 'yes, it came before' : undefined],
    ['rule', event.rule],
    ['region', event.region],
    ['request id', event.requestId],
    ['source IP', event.sourceIp],
    ['principal', event.principalId],
  ];
}

function messageFields(message: Message, clock: Clock): Field[] {
  const { enqueuedAtMs, dequeueCount = 1 } = message;
  return [
    ['topic', message.topic],
    ['queue', message.queue],
    ['message id', message.messageId],
    ['enqueued', enqueuedAtMs === undefined ? undefined : formatMoment(enqueuedAtMs, clock)],
    ['received', formatMoment(message.receivedAtMs, clock)],
    ['handed out', dequeueCount > 1 ? `${dequeueCount} times` : undefined],
  ];
}

function bytes(size: number | undefined): string | undefined {
  if (size === undefined) return undefined;
  return size < 1024 ? `${size} B` : `${formatByteSize(size)} (${formatCount(size)} B)`;
}

const LABEL_WIDTH = 15;

function fieldLines([label, value]: Field, { width, theme, search }: DetailsContext): string[] {
  if (value === undefined) return [];
  const lines = wrapCells(toPrintable(value), Math.max(8, width - LABEL_WIDTH));
  return lines.map(
    (line, index) =>
      theme.dim((index === 0 ? label : '').padEnd(LABEL_WIDTH)) +
      highlighted(line, search, unpainted, theme.match),
  );
}
