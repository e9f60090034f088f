import type { System } from '../system.ts';
import { SCENES, type Stage } from './demo-scenes.ts';

export interface DemoTraffic extends Omit<Stage, 'round'> {
  /** Rest between two operations. */
  readonly paceMs: number;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'sleep' | 'random'>;
}

/** What working buckets see, one operation after the other, over and over until the signal aborts. */
export async function makeDemoTraffic({ paceMs, signal, system, ...stage }: DemoTraffic): Promise<void> {
  for (let round = 1; !signal.aborted; round++) {
    for (const scene of SCENES) {
      for await (const _operation of scene({ ...stage, round })) {
        // Between half and one and a half times the pace, so that it reads like traffic and not like a clock.
        await system.sleep(paceMs * (0.5 + system.random()), signal);
        if (signal.aborted) return;
      }
    }
  }
}
