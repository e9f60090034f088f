import type { Notice } from '../sources/source.ts';
import type { Sink } from './sink.ts';

/** News of the link for people, line by line: `ready` once the first poll was good, then only what changes. */
export function statusSink(tell: (text: string) => void, what: string): Sink {
  return {
    write: () => {},
    notice(notice) {
      const text = statusText(notice, what);
      if (text) tell(text);
    },
    close: () => {},
  };
}

function statusText({ link, text }: Notice, what: string): string | undefined {
  if (link === 'ready') return `listening on ${what}`;
  if (link === 'lost') return `link lost: ${text ?? 'no reason given'}; trying again`;
  return text;
}
