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
    for await (const line of linesOf(open(signal))) {
      if (signal.aborted) return;
      const recorded = readRecordingLine(line);
      if (recorded) {
        const { body, receivedAtMs, ...origin } = recorded;
        yield* splitter.end().map((text) => bareDelivery(text, now()));
        yield { kind: 'delivery', body, receivedAtMs, origin };
      } else {
        for (const body of splitter.line(line)) yield bareDelivery(body, now());
      }
    }
    for (const body of splitter.end()) yield bareDelivery(body, now());
  };
}

function bareDelivery(body: string, receivedAtMs: number): Delivery {
  return { kind: 'delivery', body, receivedAtMs, origin: {} };
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk;
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      yield text.slice(from, end);
      from = end + 1;
    }
    rest = text.slice(from);
  }
  if (rest !== '') yield rest;
}
