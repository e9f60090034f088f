import { ServiceError } from '../errors.ts';
import type { Batch, Notice, Source } from './source.ts';
import { hasBeenReached, isThrottled, isTransient } from './transient.ts';

export interface RetryingOptions {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
  /** Errors that no waiting mends; by default all but lost links, faults of the service and throttling. */
  readonly isFatal?: (error: unknown) => boolean;
}

const FIRST_CEILING_MS = 500;
const LONGEST_CEILING_MS = 30_000;
/** Whoever asks for more is asked again nevertheless. */
const LONGEST_ASKED_MS = 300_000;
/** Tries to get a first good poll from a service that answers, if only with its own faults. */
const FIRST_TRIES = 5;

/**
 * Starts a source anew when its link breaks, and says so by the notices `lost` and `back`.
 * Before a first good poll only throttling is waited out, and for a few tries a fault of the service itself: a wrong
 * endpoint is an error, not a patience.
 */
export function retrying(source: Source, options: RetryingOptions): Source {
  return (signal) => retried(source, options, signal);
}

async function* retried(
  source: Source,
  options: RetryingOptions,
  signal: AbortSignal,
): AsyncGenerator<Batch | Notice, void, void> {
  const { now, sleep, random, isFatal = (error) => !isTransient(error) } = options;
  let wasReady = false;
  let lostAtMs: number | undefined;
  let attempt = 0;
  while (true) {
    try {
      for await (const item of source(signal)) {
        attempt = 0;
        yield lostAtMs === undefined ? item : backAgain(item, lostAtMs);
        if (isReady(item)) lostAtMs = undefined;
        wasReady ||= isReady(item);
      }
      return;
    } catch (error) {
      if (signal.aborted) return yield* ending(source, signal);
      if (isFatal(error) || !(wasReady || isWorthWaiting(error, attempt))) throw error;
      if (lostAtMs === undefined && wasReady) {
        lostAtMs = now();
        yield { kind: 'notice', link: 'lost', atMs: lostAtMs, text: reasonOf(error) };
      }
      const jitterMs = random() * Math.min(FIRST_CEILING_MS * 2 ** attempt, LONGEST_CEILING_MS);
      await sleep(Math.max(jitterMs, askedMs(error)), signal);
      attempt += 1;
      if (signal.aborted) return yield* ending(source, signal);
    }
  }
}

/** `Retry-After`, which a service or a gateway before it sends with 429 or 503. */
function askedMs(error: unknown): number {
  const ms = error instanceof ServiceError ? error.retryAfterMs : undefined;
  return Math.min(ms ?? 0, LONGEST_ASKED_MS);
}

function isWorthWaiting(error: unknown, attempt: number): boolean {
  return isThrottled(error) || (hasBeenReached(error) && attempt + 1 < FIRST_TRIES);
}

/** Started once more, so that it can end in order: with what it still holds deleted or given back. */
async function* ending(source: Source, signal: AbortSignal): AsyncGenerator<Batch | Notice, void, void> {
  for await (const item of source(signal)) if (item.kind === 'notice' && item.link === 'closing') yield item;
}

function isReady(item: Batch | Notice): boolean {
  return item.kind === 'notice' && item.link === 'ready';
}

/** The restarted source's own `ready` becomes `back`, with the length of the gap. */
function backAgain(item: Batch | Notice, lostAtMs: number): Batch | Notice {
  if (item.kind !== 'notice' || item.link !== 'ready') return item;
  const gapMs = item.atMs - lostAtMs;
  const since = new Date(lostAtMs).toISOString();
  return {
    ...item,
    link: 'back',
    gapMs,
    text: `the link is back after ${(gapMs / 1000).toFixed(1)} s (lost ${since})`,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
