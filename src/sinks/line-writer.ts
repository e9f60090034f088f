import type { Output } from '../system.ts';
import { write } from '../terminal.ts';

export interface LineWriter {
  /** Takes one line, without its end; resolves when it is out. */
  line(text: string): Promise<void>;
}

/** Enough for what a turn of a busy tail gathers. */
const SPARE_BYTES = 512 * 1024;
/** UTF-8 takes no more for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

/** Lines of one turn of the event loop go out in one write: a call for each would cost more than making the line. */
export function createLineWriter(output: Output): LineWriter {
  const encoder = new TextEncoder();
  /** Encoded into again and again: the stream would measure each text twice, and make a buffer for it. */
  let spare: Uint8Array | undefined = new Uint8Array(SPARE_BYTES);
  let gathered = '';
  let written: Promise<void> | undefined;

  function flush(): Promise<void> {
    const text = gathered;
    gathered = '';
    written = undefined;
    return spare && text.length * MOST_BYTES_PER_UNIT <= spare.length
      ? writeBy(spare, text)
      : write(output, text);
  }

  async function writeBy(bytes: Uint8Array, text: string): Promise<void> {
    // Until it is out, the stream still reads them.
    spare = undefined;
    const { written: length } = encoder.encodeInto(text, bytes);
    await write(output, bytes.subarray(0, length));
    spare = bytes;
  }

  return {
    line(text) {
      gathered += `${text}\n`;
      written ??= new Promise<void>((resolve) => setImmediate(resolve)).then(flush);
      return written;
    },
  };
}
