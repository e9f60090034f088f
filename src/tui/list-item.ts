import type { TailRecord } from '../domain/record.ts';

/** A line of the list: a record, or a rule across it: a mark that the user set, a warning, or news of the link. */
export type ListItem = RecordItem | RuleItem;

export interface RecordItem {
  readonly kind: 'record';
  readonly record: TailRecord;
}

export interface RuleItem {
  readonly kind: 'mark' | 'note' | 'lost' | 'back';
  readonly atMs: number;
  readonly text: string;
}

/** `bucket/key`, as the list shows it and a search finds it. */
export function nameOf(record: TailRecord): string {
  if (record.kind === 'undecodable') return `${record.reason}: ${record.message.body}`;
  return `${record.event.bucket ?? '?'}/${record.event.key ?? '?'}`;
}

export const UNDECODABLE = 'undecodable';

export function typeOf(record: TailRecord): string {
  return record.kind === 'event' ? record.event.type : UNDECODABLE;
}

/** Where it came from: the topic, or else the queue. */
export function sourceOf({ message }: TailRecord): string | undefined {
  return message.topic ?? message.queue;
}
