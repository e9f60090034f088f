import type { Output } from '../system.ts';
import { write } from '../terminal.ts';

export interface LineWriter {
  /** Takes one line, without its end; resolves when it is out. */
  line(text: string): Promise<void>;
}

/** Lines of one turn of the event loop go out in one write: a call for each would cost more than making the line. */
export function createLineWriter(output: Output): LineWriter {
  let gathered = '';
  let written: Promise<void> | undefined;
  const flush = () => {
    const text = gathered;
    gathered = '';
    written = undefined;
    return write(output, text);
  };
  return {
    line(text) {
      gathered += `${text}\n`;
      written ??= new Promise<void>((resolve) => setImmediate(resolve)).then(flush);
      return written;
    },
  };
}
