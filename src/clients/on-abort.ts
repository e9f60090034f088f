import { type Bag, createBag } from '../domain/bag.ts';

const actionsOf = new WeakMap<AbortSignal, Bag<() => void>>();

/**
 * Calls the action when the signal aborts; gives a function that takes it back. All actions of a signal share one
 * listener: Node keeps listeners in a list whose removed members still point to later ones, so that on a signal which
 * outlives thousands of requests the garbage collector finds each of them alive through its predecessor.
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const actions = actionsOf.get(signal) ?? listen(signal);
  const place = actions.add(action);
  return () => actions.takeOut(place);
}

function listen(signal: AbortSignal): Bag<() => void> {
  const actions = createBag<() => void>();
  actionsOf.set(signal, actions);
  const actAll = () => {
    for (const act of actions.members()) act();
  };
  signal.addEventListener('abort', actAll, { once: true });
  return actions;
}
