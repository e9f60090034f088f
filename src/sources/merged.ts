import type { Batch, Notice, Source } from './source.ts';

type Item = Batch | Notice;

/** Several sources as one, in the order in which their items come. The first that fails ends all of them. */
export function merged(sources: readonly Source[]): Source {
  const [only] = sources;
  return sources.length === 1 && only ? only : (signal) => interleave(sources, signal);
}

async function* interleave(
  sources: readonly Source[],
  signal: AbortSignal,
): AsyncGenerator<Item, void, void> {
  const stop = new AbortController();
  const inner = AbortSignal.any([signal, stop.signal]);
  const iterators = sources.map((source) => source(inner)[Symbol.asyncIterator]());
  const pending = new Map(iterators.map((iterator) => [iterator, next(iterator)]));
  try {
    while (pending.size > 0) {
      const { iterator, result } = await Promise.race(pending.values());
      if (result.done) {
        pending.delete(iterator);
        continue;
      }
      yield result.value;
      pending.set(iterator, next(iterator));
    }
  } finally {
    stop.abort();
    // Every source runs its own ending (acknowledgements, releases) before we are done.
    await Promise.allSettled([...pending.values()]);
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}

async function next(iterator: AsyncIterator<Item>) {
  return { iterator, result: await iterator.next() };
}
