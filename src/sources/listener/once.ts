import { createRecentMap } from '../../domain/recent-map.ts';
import type { Outcome } from './handover.ts';

/** So many accepted messages are remembered at least. */
const REMEMBERED = 100_000;

export type Offer = () => Promise<Outcome>;

/**
 * Lets a message through once: a repetition of what was accepted is accepted without being handed on, and one that comes
 * while the first is still under way gets the answer of the first. What was not accepted may come again.
 */
export function createOnce(): (id: string | undefined, offer: Offer) => Promise<Outcome> {
  const accepted = createRecentMap<true>(REMEMBERED);
  const underWay = new Map<string, Promise<Outcome>>();
  return async (id, offer) => {
    if (id === undefined) return offer();
    if (accepted.get(id)) return 'accepted';
    const first = underWay.get(id) ?? offer();
    underWay.set(id, first);
    const outcome = await first;
    if (outcome === 'accepted') accepted.set(id, true);
    underWay.delete(id);
    return outcome;
  };
}
