import type { Notice } from '../sources/source.ts';
import type { Sink } from './sink.ts';

/**
 * News of the link for people, line by line: `ready` once the first poll of every source was good, then only what changes.
 */
export function statusSink(tell: (text: string) => void, what: string, sources = 1): Sink {
  const ready = new Set<string>();
  return {
    notice(notice) {
      const { link, source = '' } = notice;
      if (link === 'ready' || link === 'listening') {
        const before = ready.size;
        ready.add(source);
        // Told once for all of them, and not again for a source that was started anew.
        if (before < sources && ready.size >= sources) tell(`listening on ${what}`);
      } else {
        const text = changeText(notice);
        if (text) tell(text);
      }
    },
    close: () => {},
  };
}

function changeText({ link, text }: Notice): string | undefined {
  return link === 'lost' ? `link lost: ${text ?? 'no reason given'}; trying again` : text;
}
