import type { Probe } from '../domain/probe.ts';
import { type ProbeStore, probeOnce, requireProbe } from './probe-object.ts';

export interface AwaitOptions {
  readonly probe: Probe;
  readonly store: ProbeStore;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told before each wait, with the time that has passed. */
  readonly onWait: (passedMs: number) => void;
}

export type Activity =
  /** The service says what became of the event: the rule is active. */
  | { readonly kind: 'active'; readonly status: string; readonly afterMs: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stopped' };

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** No API tells whether a rule is active, so an object that it matches is put and removed until the answer says so. */
export async function awaitActive(options: AwaitOptions): Promise<Activity> {
  const { store, timeoutMs, now, sleep, signal, onWait } = options;
  const probe = requireProbe(options.probe);
  const startedMs = now();
  for (let waitMs = SHORTEST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const status = await probeOnce(probe, store);
    const passedMs = now() - startedMs;
    if (status !== undefined) return { kind: 'active', status, afterMs: passedMs };
    if (passedMs >= timeoutMs) return { kind: 'timeout' };
    onWait(passedMs);
    await sleep(Math.min(waitMs, timeoutMs - passedMs), signal);
  }
  return { kind: 'stopped' };
}
