import { retryDelayMs } from '../domain/retry.ts';
import { NotAccepted } from './sink.ts';

/** What one try came to. */
export type Attempt =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly kind: 'refused'; readonly reason: string };

export interface GivenUp {
  readonly reason: string;
  readonly attempts: number;
}

export interface AttemptOptions {
  /** Tries before giving up; without a place for what is given up, patience has no end. */
  readonly most: number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends the waiting between tries. */
  readonly signal: AbortSignal;
  readonly failed: (reason: string) => void;
}

/**
 * Tries until it is done; undefined when it is, else why it was given up.
 * @throws {NotAccepted} when the signal aborts before that.
 */
export async function attempt(
  task: () => Promise<Attempt>,
  { most, random, sleep, signal, failed }: AttemptOptions,
): Promise<GivenUp | undefined> {
  for (let attempts = 1; ; attempts++) {
    const result = await task();
    if (result.kind === 'done') return undefined;
    const { reason } = result;
    if (result.kind === 'refused' || attempts >= most) return { reason, attempts };
    failed(reason);
    await sleep(retryDelayMs(attempts, random(), result.retryAfterMs), signal);
    if (signal.aborted) throw new NotAccepted('the tail is ending');
  }
}
