import { StringDecoder } from 'node:string_decoder';
import type { System } from '../system.ts';
import { createKeyReader, type KeyInput } from './key-reader.ts';

/** What belongs together comes together; over a slow line not quite. */
const SEQUENCE_MS = 40;
const PASTE_MS = 1000;

export interface Keyboard {
  /** Raw: every key comes at once, and none is a signal or echoed. */
  setRaw(isRaw: boolean): void;
  close(): void;
}

/** Reads the terminal's keys, in raw mode, until it is closed. */
export function openKeyboard(
  { stdin, sleep }: Pick<System, 'stdin' | 'sleep'>,
  take: (inputs: readonly KeyInput[]) => void,
): Keyboard {
  const reader = createKeyReader();
  const decoder = new StringDecoder('utf8');
  let waiting = new AbortController();
  const heard = (chunk: Buffer | string) => {
    waiting.abort();
    take(reader.read(typeof chunk === 'string' ? chunk : decoder.write(chunk)));
    if (reader.pending !== 'nothing') flushLater(reader.pending === 'paste' ? PASTE_MS : SEQUENCE_MS);
  };

  function flushLater(ms: number) {
    const wait = new AbortController();
    waiting = wait;
    void sleep(ms, wait.signal).then(() => {
      if (!wait.signal.aborted) take(reader.flush());
    });
  }

  function setRaw(isRaw: boolean) {
    if ('setRawMode' in stdin && typeof stdin.setRawMode === 'function') stdin.setRawMode(isRaw);
  }

  setRaw(true);
  stdin.on('data', heard);
  return {
    setRaw,
    close() {
      waiting.abort();
      stdin.off('data', heard);
      setRaw(false);
      stdin.pause();
    },
  };
}
