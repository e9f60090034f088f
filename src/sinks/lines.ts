import { formatByteSize } from '../domain/byte-size.ts';
import { toPrintable } from '../domain/printable.ts';
import { type EventRecord, happenedAtMs, type TailRecord, type UndecodableRecord } from '../domain/record.ts';
import type { Output } from '../system.ts';
import { type ColorLevel, painter } from '../terminal.ts';
import { familyColor } from './family-color.ts';
import { createLineWriter } from './line-writer.ts';
import { screenTime } from './screen-time.ts';
import type { Writer } from './sink.ts';

export interface LinesOptions {
  readonly output: Output;
  readonly colors: ColorLevel;
  readonly utc: boolean;
}

/** `-o pretty`: one line an event, made safe for a terminal. */
export function linesSink(options: LinesOptions): Writer {
  const format = lineFormatter(options);
  const writer = createLineWriter(options.output);
  return {
    write: (record) => writer.line(format(record)),
    close: () => {},
  };
}

type Paint = ReturnType<typeof painter>;

export function lineFormatter({
  colors,
  utc,
}: Pick<LinesOptions, 'colors' | 'utc'>): (record: TailRecord) => string {
  const paint = painter(colors);
  return (record) => {
    const time = paint.dim(screenTime(happenedAtMs(record), utc));
    return record.kind === 'event'
      ? `${time}  ${eventText(record, paint)}`
      : `${time}  ${undecodableText(record, paint)}`;
  };
}

function eventText({ event, latencyMs, duplicate }: EventRecord, paint: Paint): string {
  const parts = [
    paint[familyColor(event.type)](toPrintable(event.type)),
    `${toPrintable(event.bucket ?? '?')}/${toPrintable(event.key ?? '?')}`,
    event.size === undefined ? '' : formatByteSize(event.size),
    latencyMs === undefined ? '' : paint.dim(`+${latencyMs} ms`),
    duplicate ? paint.yellow('duplicate') : '',
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function undecodableText({ reason, message }: UndecodableRecord, paint: Paint): string {
  return `${paint.red('undecodable')}  ${reason}: ${toPrintable(message.body)}`;
}
