import type { Source } from './source.ts';

export interface PaceOptions {
  /** 1 is as it was recorded, 2 twice as fast. */
  readonly speed: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Gives deliveries one by one, in the rhythm in which they were received; what tells no time follows the one before. */
export function paced(source: Source, { speed, now, sleep }: PaceOptions): Source {
  return async function* (signal) {
    let startedAtMs: number | undefined;
    let firstAtMs = 0;
    for await (const item of source(signal)) {
      if (item.kind === 'notice') {
        yield item;
        continue;
      }
      for (const delivery of item.deliveries) {
        if (!delivery.isUntimed) {
          const { receivedAtMs } = delivery.message;
          if (startedAtMs === undefined) [startedAtMs, firstAtMs] = [now(), receivedAtMs];
          const restMs = startedAtMs + (receivedAtMs - firstAtMs) / speed - now();
          if (restMs > 0) await sleep(restMs, signal);
        }
        if (signal.aborted) return;
        yield { kind: 'batch', deliveries: [delivery] };
      }
    }
  };
}
