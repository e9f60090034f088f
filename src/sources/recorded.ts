import { recordingLine } from '../domain/recording.ts';
import type { Delivery, Source } from './source.ts';

/**
 * Writes every delivery before anybody filters it, so that a replay shows what arrived. When that fails, the source
 * fails: nothing is acknowledged that is not on disk.
 */
export function recorded(source: Source, append: (line: string) => void): Source {
  return async function* (signal) {
    for await (const item of source(signal)) {
      if (item.kind === 'batch') for (const delivery of item.deliveries) append(lineOf(delivery));
      yield item;
    }
  };
}

function lineOf({ body, receivedAtMs, origin }: Delivery): string {
  return recordingLine({ body, receivedAtMs, ...origin });
}
