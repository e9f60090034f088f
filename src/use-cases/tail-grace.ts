import type { System } from '../system.ts';

export interface GraceOptions {
  /** Aborts when the end is asked for. */
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'sleep'>;
  /** Called once, when the time begins. */
  readonly begun: () => void;
}

/** The time that sinks have to accept what they were given, once the end was asked for. */
export interface Grace {
  /** Resolves when the time is over. */
  readonly over: Promise<void>;
  /** Resolves with what is waited for, or when the time begins. */
  unlessBegun(awaited: Promise<void>): Promise<void>;
  /** Nothing is waited for any more. */
  end(): void;
}

const GRACE_MS = 5000;

export function startGrace({ signal, system, begun }: GraceOptions): Grace {
  const ended = new AbortController();
  let stopWaiting = () => {};
  const over = new Promise<void>((resolve) => {
    const begin = () => {
      stopWaiting();
      begun();
      if (!ended.signal.aborted) void system.sleep(GRACE_MS, ended.signal).then(resolve);
    };
    signal.addEventListener('abort', begin, { once: true });
  });
  return {
    over,
    // No race against one promise for all: that would keep a reaction for each wait until the end.
    unlessBegun: (awaited) =>
      Promise.race([awaited, new Promise<void>((resolve) => (stopWaiting = resolve))]),
    end: () => ended.abort(),
  };
}
