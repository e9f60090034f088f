import { Text } from 'ink';
import { formatByteSize } from '../domain/byte-size.ts';
import { toPrintable } from '../domain/printable.ts';
import type { TailRecord } from '../domain/record.ts';
import { screenTime } from '../sinks/screen-time.ts';

interface EventRowProps {
  readonly record: TailRecord;
  readonly utc: boolean;
}

/** One event in one line, cut at the window's edge; everything from outside is made printable first. */
export function EventRow({ record, utc }: EventRowProps) {
  const time = screenTime(timeOf(record), utc).slice(11, 19);
  if (record.kind === 'undecodable') {
    return (
      <Text wrap="truncate-end">
        <Text dimColor>{time}</Text> <Text color="red">undecodable</Text> {record.reason}:{' '}
        {toPrintable(record.message.body.slice(0, 500))}
      </Text>
    );
  }
  const { event, latencyMs } = record;
  const facts = [
    ...(event.size === undefined ? [] : [formatByteSize(event.size)]),
    ...(latencyMs === undefined ? [] : [`+${latencyMs} ms`]),
    ...(record.duplicate ? ['duplicate'] : []),
  ];
  return (
    <Text wrap="truncate-end">
      <Text dimColor>{time}</Text> <Text color={familyColor(event.type)}>{toPrintable(event.type)}</Text>{' '}
      {toPrintable(`${event.bucket ?? '?'}/${event.key ?? '?'}`)} <Text dimColor>{facts.join(' ')}</Text>
    </Text>
  );
}

function timeOf(record: TailRecord): number {
  const eventTime = record.kind === 'event' ? Date.parse(record.event.time ?? '') : Number.NaN;
  return Number.isNaN(eventTime) ? record.message.receivedAtMs : eventTime;
}

const FAMILY_COLORS: readonly (readonly [string, string])[] = [
  ['ObjectCreated', 'green'],
  ['ObjectRemoved', 'red'],
  ['ObjectDownloaded', 'cyan'],
  ['ObjectModified', 'yellow'],
];

function familyColor(type: string): string {
  return FAMILY_COLORS.find(([family]) => type.startsWith(family))?.[1] ?? 'magenta';
}
