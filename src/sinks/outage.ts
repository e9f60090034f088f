import type { Miss } from './attempts.ts';

export interface Outage {
  /** An event of this key was not taken. */
  failed(name: string, key: string, miss: Miss): void;
  worked(name: string): void;
  /** Too little has failed there since something was taken to say anything of the receiver. */
  isOfFew(name: string): boolean;
}

/** Failures that last no longer are not worth a line: the next try takes care of them. */
const TOLD_AFTER_MS = 1000;
/** Keys whose events fail may do so by themselves, if they are no more than these. */
const FEW_KEYS = 4;

interface State {
  readonly sinceMs: number;
  readonly keys: Set<string>;
  told: boolean;
}

/** Tells when a receiver has taken nothing for a while and when it does again, rather than of every try. */
export function createOutage(tell: (text: string) => void, now: () => number): Outage {
  const down = new Map<string, State>();
  return {
    failed(name, key, { reason, fault }) {
      const state = down.get(name) ?? { sinceMs: now(), keys: new Set(), told: false };
      down.set(name, state);
      // More than few is all there is to know of them; an outage may see keys without end.
      if (state.keys.size <= FEW_KEYS) state.keys.add(key);
      if (state.told || now() - state.sinceMs < TOLD_AFTER_MS) return;
      if (fault === 'event' && state.keys.size <= FEW_KEYS) return;
      state.told = true;
      tell(`${name} takes no events (${reason}); trying again`);
    },
    worked(name) {
      if (down.size === 0) return;
      if (down.get(name)?.told) tell(`${name} takes events again`);
      down.delete(name);
    },
    isOfFew: (name) => (down.get(name)?.keys.size ?? 0) <= FEW_KEYS,
  };
}
