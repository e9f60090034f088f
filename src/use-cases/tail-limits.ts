import type { System } from '../system.ts';

export type End = 'count' | 'timeout' | 'idle' | 'stopped';

export interface LimitOptions {
  readonly timeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'now' | 'sleep'>;
}

export interface Limits {
  /** Aborts when the tail has to end, for whatever reason. */
  readonly signal: AbortSignal;
  messageCame(): void;
  end(): End;
  stop(): void;
}

/** Time limits as one more reason for the source to stop. */
export function startLimits({ timeoutMs, idleTimeoutMs, signal, system }: LimitOptions): Limits {
  const stop = new AbortController();
  let lastMessageAtMs = system.now();
  const endAt = async (endAtMs: () => number, end: End) => {
    for (let restMs = endAtMs() - system.now(); restMs > 0; restMs = endAtMs() - system.now()) {
      await system.sleep(restMs, stop.signal);
      if (stop.signal.aborted) return;
    }
    stop.abort(end);
  };
  const startedAtMs = lastMessageAtMs;
  if (timeoutMs !== undefined) void endAt(() => startedAtMs + timeoutMs, 'timeout');
  if (idleTimeoutMs !== undefined) void endAt(() => lastMessageAtMs + idleTimeoutMs, 'idle');
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    messageCame() {
      lastMessageAtMs = system.now();
    },
    end: () => (stop.signal.aborted ? stop.signal.reason : 'stopped'),
    stop: () => stop.abort('stopped'),
  };
}
