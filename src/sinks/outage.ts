export interface Outage {
  failed(name: string, reason: string): void;
  worked(name: string): void;
}

/** Failures that last no longer are not worth a line: the next try takes care of them. */
const TOLD_AFTER_MS = 1000;

interface State {
  readonly sinceMs: number;
  told: boolean;
}

/** Tells when a receiver has taken nothing for a while and when it does again, rather than of every try. */
export function createOutage(tell: (text: string) => void, now: () => number): Outage {
  const down = new Map<string, State>();
  return {
    failed(name, reason) {
      const state = down.get(name) ?? { sinceMs: now(), told: false };
      down.set(name, state);
      if (state.told || now() - state.sinceMs < TOLD_AFTER_MS) return;
      state.told = true;
      tell(`${name} takes no events (${reason}); trying again`);
    },
    worked(name) {
      if (down.size === 0) return;
      if (down.get(name)?.told) tell(`${name} takes events again`);
      down.delete(name);
    },
  };
}
