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
    const bare = (body: string): Delivery =>
      recorded(body) ?? { message: { body, receivedAtMs: now() }, isUntimed: true };
    const ofLine = (line: string | Overlong): Delivery[] => {
      if (typeof line !== 'string') return [...splitter.end().map(bare), cutOff(line, now())];
      const whole = recorded(line);
      return whole ? [...splitter.end().map(bare), whole] : splitter.line(line).map(bare);
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

function recorded(text: string): Delivery | undefined {
  const message = readRecordingLine(text);
  return message && { message };
}

function cutOff({ head, length }: Overlong, receivedAtMs: number): Delivery {
  const unreadable = `a line of ${length} characters, of which the first are kept`;
  return { message: { body: head, receivedAtMs }, isUntimed: true, unreadable };
}

/** Far beyond any message of the service; what is longer is told of and not kept. */
const LONGEST_LINE = 16 * 1024 * 1024;
const KEPT_HEAD = 1024;

interface Overlong {
  readonly head: string;
  readonly length: number;
}

/** The lines that each piece of the text completes. */
async function* lineGroups(
  chunks: AsyncIterable<string>,
): AsyncGenerator<readonly (string | Overlong)[], void, void> {
  const open = createOpenLine();
  for await (const chunk of chunks) {
    const lines: (string | Overlong)[] = chunk.split('\n');
    const rest = lines.pop();
    const [first] = lines;
    if (typeof first === 'string') {
      open.add(first);
      lines[0] = open.end();
    }
    if (typeof rest === 'string') open.add(rest);
    if (lines.length > 0) yield lines;
  }
  const last = open.end();
  if (last !== '') yield [last];
}

/** A line that comes in pieces, which are joined once; of one without an end only the head is kept. */
function createOpenLine() {
  let pieces: string[] = [];
  let length = 0;
  return {
    add(piece: string): void {
      const wasLong = length > LONGEST_LINE;
      length += piece.length;
      if (length <= LONGEST_LINE) pieces.push(piece);
      else if (!wasLong) pieces = [headOf([...pieces, piece])];
    },
    end(): string | Overlong {
      const text = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
      const line = length > LONGEST_LINE ? { head: text, length } : text;
      pieces = [];
      length = 0;
      return line;
    },
  };
}

/** A copy, since a part of a text would keep the whole in memory. */
function headOf(pieces: readonly string[]): string {
  return Buffer.from(pieces.join('').slice(0, KEPT_HEAD)).toString();
}
