import type { TailRecord } from '../domain/record.ts';

/** What the screen asks of the world outside; it does none of it itself. */
export interface Actions {
  quit(how: 'quit' | 'interrupt'): void;
  /** Stops the job, as ctrl-z does elsewhere; absent where there is no job control. */
  readonly suspend?: () => void;
  readonly redraw: () => void;
  /** Puts the text into the clipboard of the terminal. */
  copy(text: string): void;
  /** Writes the records to a new file, as NDJSON. Rejects when there is one of that name. */
  save(path: string, records: readonly TailRecord[]): Promise<void>;
  /** Sends the record to where `--forward` points; resolves with what came of it. Absent without `--forward`. */
  readonly forward?: (record: TailRecord) => Promise<string>;
}
