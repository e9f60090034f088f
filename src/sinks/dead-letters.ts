import { elementJson } from '../domain/event.ts';
import type { TailRecord } from '../domain/record.ts';
import { recordingLine } from '../domain/recording.ts';
import { openRecordingFile } from '../sources/recording-file.ts';

export interface DeadLetter {
  readonly at: string;
  readonly to: string;
  readonly reason: string;
  readonly attempts: number;
}

/** What was refused: one event, or the body of its message with all events in it. */
export type Extent = 'event' | 'message';

export type DeadLetters = (record: TailRecord, letter: DeadLetter, extent: Extent) => Promise<void>;

/**
 * Keeps what could not be delivered, a line for each refusal, in a form that `replay` and `--from` read.
 * @throws {Failure} at once where the file cannot be written
 */
export function deadLetterFile(path: string): DeadLetters {
  const append = openRecordingFile(path);
  return async (record, letter, extent) => {
    const body = extent === 'message' ? record.message.body : bodyOf(record);
    append(recordingLine({ ...record.message, body }, { deadLetter: letter }));
  };
}

/** That event alone: another one of its message may well have been delivered. */
function bodyOf(record: TailRecord): string {
  if (record.kind === 'undecodable') return record.message.body;
  const { event } = record;
  const json = elementJson(event);
  return event.provider === 'ks3' ? json : `{"events":[${json}]}`;
}
