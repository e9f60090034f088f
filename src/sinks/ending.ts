import { counted } from '../domain/counted.ts';
import type { Sink } from './sink.ts';

/** Tells a person who wants the end what it waits for. */
export function endingSink(tell: (text: string) => void): Sink {
  return {
    stop(underWay) {
      const messages = underWay();
      if (messages > 0)
        tell(`ending: waiting for ${counted(messages, 'message')}, ctrl-c again to leave at once`);
    },
    close: () => {},
  };
}
