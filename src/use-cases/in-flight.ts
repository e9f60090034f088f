import { NotAccepted } from '../sinks/sink.ts';

/** What the sinks have been given and have not yet accepted: a bounded number, so that memory is. */
export interface InFlight<Item> {
  /** The promise is the sinks': resolved when they have accepted the item, rejected when they have not. */
  add(written: Promise<void>, item: Item): void;
  /** Undefined while there is room for more; else resolves when there is. */
  room(): Promise<void> | undefined;
  /** Resolves when nothing is under way, or after the grace time once `hurry` resolves; rejects with the first failure. */
  drained(hurry?: Promise<void>): Promise<void>;
  size(): number;
  /** A failure beside the sinks', with which `drained` will reject. */
  fail(error: unknown): void;
}

export interface InFlightOptions<Item> {
  readonly limit: number;
  readonly accepted: (item: Item) => void;
  /** Also of what has failed. */
  readonly refused: (item: Item, reason: unknown) => void;
  /** Called at the first failure, with which `drained` will reject. */
  readonly failed: () => void;
}

export function createInFlight<Item>(options: InFlightOptions<Item>): InFlight<Item> {
  const { limit, accepted, refused } = options;
  let count = 0;
  let failure: { readonly error: unknown } | undefined;
  let changed: { readonly at: number; readonly wake: () => void } | undefined;
  let latest: { readonly written: Promise<void>; readonly items: Item[] } | undefined;
  const until = (at: number) =>
    new Promise<void>((resolve) => {
      changed = { at, wake: resolve };
    });

  function fail(error: unknown): void {
    if (failure !== undefined) return;
    failure = { error };
    options.failed();
  }

  function decide(items: readonly Item[], how: (item: Item) => void): void {
    if (latest?.items === items) latest = undefined;
    try {
      for (const item of items) how(item);
    } catch (error) {
      fail(error);
    }
    count -= items.length;
    if (changed && count <= changed.at) changed.wake();
  }

  return {
    add(written, item) {
      count += 1;
      // Lines that go out in one write share its promise; so they need but one reaction.
      if (latest?.written === written) {
        latest.items.push(item);
        return;
      }
      const items = [item];
      latest = { written, items };
      written.then(
        () => decide(items, accepted),
        (reason: unknown) => {
          if (!(reason instanceof NotAccepted)) fail(reason);
          decide(items, (item) => refused(item, reason));
        },
      );
    },
    // Half of it at once: being woken for each single place would cost more than it gains.
    room: () => (count < limit ? undefined : until(limit / 2)),
    size: () => count,
    fail,
    async drained(hurry) {
      if (count > 0) await (hurry ? Promise.race([until(0), hurry]) : until(0));
      changed = undefined;
      if (failure) throw failure.error;
    },
  };
}
