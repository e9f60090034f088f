import type { TailRecord } from '../domain/record.ts';
import type { Notice } from '../sources/source.ts';

/** Where records go. A message is acknowledged only after every sink's `write` has resolved. */
export interface Sink {
  write(record: TailRecord): void | Promise<void>;
  /** News of the link; most sinks have no use for it. */
  notice?(notice: Notice): void;
  close(): void | Promise<void>;
}
