import { appendFile } from 'node:fs/promises';
import type { TailRecord } from '../domain/record.ts';
import { recordingLine } from '../domain/recording.ts';
import { fileFailure } from '../errors.ts';

export interface DeadLetter {
  readonly at: string;
  readonly to: string;
  readonly reason: string;
  readonly attempts: number;
}

export type DeadLetters = (record: TailRecord, letter: DeadLetter) => Promise<void>;

/** Keeps what could not be delivered, one line an event, in a form that `replay` and `--from` read. */
export function deadLetterFile(path: string): DeadLetters {
  return async (record, letter) => {
    const line = recordingLine({ ...record.message, body: bodyOf(record) }, { deadLetter: letter });
    await appendFile(path, `${line}\n`, { mode: 0o600 }).catch((error: unknown) => {
      throw fileFailure(error, path, 'write');
    });
  };
}

/** That event alone: another one of its message may well have been delivered. */
function bodyOf(record: TailRecord): string {
  if (record.kind === 'undecodable') return record.message.body;
  const { json, event } = record;
  if (event.provider === 'ks3') return JSON.stringify(event.raw);
  return `{"events":[${json ?? JSON.stringify(event.raw)}]}`;
}
