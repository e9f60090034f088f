import type { System } from '../system.ts';

export type End = 'count' | 'timeout' | 'idle' | 'stopped';

export interface LimitOptions {
  readonly timeoutMs?: number;
  /** Without any message that came, or that the sinks have accepted. */
  readonly idleTimeoutMs?: number;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'now' | 'sleep'>;
}

export interface Limits {
  /** Aborts when the tail has to end, for whatever reason. */
  readonly signal: AbortSignal;
  somethingDone(): void;
  end(): End;
  stop(): void;
}

/** Time limits as one more reason for the source to stop. */
export function startLimits({
  timeoutMs,
  idleTimeoutMs,
  isBusy,
  signal,
  system,
}: LimitOptions & { readonly isBusy: () => boolean }): Limits {
  const stop = new AbortController();
  let lastDoneAtMs = system.now();
  // What is slow is not idle: sinks that still work on messages hold everything up.
  const idleSinceMs = () => (isBusy() ? system.now() : lastDoneAtMs);
  const endAt = async (endAtMs: () => number, end: End) => {
    for (let restMs = endAtMs() - system.now(); restMs > 0; restMs = endAtMs() - system.now()) {
      await system.sleep(restMs, stop.signal);
      if (stop.signal.aborted) return;
    }
    stop.abort(end);
  };
  const startedAtMs = lastDoneAtMs;
  if (timeoutMs !== undefined) void endAt(() => startedAtMs + timeoutMs, 'timeout');
  if (idleTimeoutMs !== undefined) void endAt(() => idleSinceMs() + idleTimeoutMs, 'idle');
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    somethingDone() {
      lastDoneAtMs = system.now();
    },
    end: () => (stop.signal.aborted ? stop.signal.reason : 'stopped'),
    stop: () => stop.abort('stopped'),
  };
}
