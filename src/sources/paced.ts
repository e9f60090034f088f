import type { Source } from './source.ts';

export interface PaceOptions {
  /** 1 is as it was recorded, 2 twice as fast. */
  readonly speed: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Gives deliveries in the rhythm in which they were received. */
export function paced(source: Source, { speed, now, sleep }: PaceOptions): Source {
  return async function* (signal) {
    let startedAtMs: number | undefined;
    let firstAtMs = 0;
    for await (const item of source(signal)) {
      if (item.kind === 'delivery') {
        if (startedAtMs === undefined) [startedAtMs, firstAtMs] = [now(), item.receivedAtMs];
        const restMs = startedAtMs + (item.receivedAtMs - firstAtMs) / speed - now();
        if (restMs > 0) await sleep(restMs, signal);
        if (signal.aborted) return;
      }
      yield item;
    }
  };
}
