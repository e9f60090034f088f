/** Messages that the sinks have been given and have not yet accepted: a bounded number, so that memory is. */
export interface InFlight {
  add(accepted: Promise<void>): void;
  /** Undefined while there is room for more; else resolves when there is. */
  room(): Promise<void> | undefined;
  /** Resolves when nothing is under way, or after the grace time once `hurry` aborts; rejects with the first failure. */
  drained(hurry?: Promise<void>): Promise<void>;
}

export interface InFlightOptions {
  readonly limit: number;
  /** Called at the first failure, with which `drained` will reject. */
  readonly failed: () => void;
}

export function createInFlight({ limit, failed }: InFlightOptions): InFlight {
  let count = 0;
  let failure: { readonly error: unknown } | undefined;
  let changed: { readonly at: number; readonly wake: () => void } | undefined;
  const leave = () => {
    count -= 1;
    if (changed && count <= changed.at) changed.wake();
  };
  const until = (at: number) =>
    new Promise<void>((resolve) => {
      changed = { at, wake: resolve };
    });
  return {
    add(accepted) {
      count += 1;
      accepted.then(leave, (error: unknown) => {
        if (failure === undefined) {
          failure = { error };
          failed();
        }
        leave();
      });
    },
    // Half of it at once: being woken for each single place would cost more than it gains.
    room: () => (count < limit ? undefined : until(limit / 2)),
    async drained(hurry) {
      if (count > 0) await (hurry ? Promise.race([until(0), hurry]) : until(0));
      changed = undefined;
      if (failure) throw failure.error;
    },
  };
}
