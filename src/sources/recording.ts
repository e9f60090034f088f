import { createBodySplitter } from '../domain/body-splitter.ts';
import { readRecordingLine } from '../domain/recording.ts';
import type { Delivery, Source } from './source.ts';

export interface RecordingOptions {
  /** The text in pieces of any size. */
  readonly open: (signal: AbortSignal) => AsyncIterable<string>;
  /** The time of receipt of what has none. */
  readonly now: () => number;
}

/** `--from`: a recording, or message bodies as they come. Ends with the text; there is nothing to acknowledge. */
export function recordingSource({ open, now }: RecordingOptions): Source {
  return async function* (signal) {
    const splitter = createBodySplitter();
    const bare = (body: string): Delivery => ({ body, receivedAtMs: now(), origin: {} });
    const ofLine = (line: string): Delivery[] => {
      const recorded = readRecordingLine(line);
      if (recorded === undefined) return splitter.line(line).map(bare);
      const { body, receivedAtMs, ...origin } = recorded;
      return [...splitter.end().map(bare), { body, receivedAtMs, origin }];
    };
    for await (const lines of lineGroups(open(signal))) {
      if (signal.aborted) return;
      const deliveries = lines.flatMap(ofLine);
      if (deliveries.length > 0) yield { kind: 'batch', deliveries };
    }
    if (signal.aborted) return;
    const last = splitter.end().map(bare);
    if (last.length > 0) yield { kind: 'batch', deliveries: last };
  };
}

/** The lines that each piece of the text completes. */
async function* lineGroups(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[], void, void> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}
