import { retryDelayMs } from '../domain/retry.ts';
import { NotAccepted } from './sink.ts';

/** What one try came to. */
export type Attempt =
  | { readonly kind: 'done' }
  | ({ readonly kind: 'again'; readonly retryAfterMs?: number } & Miss)
  | { readonly kind: 'refused'; readonly reason: string };

/** A try that may go better next time. */
export interface Miss {
  readonly reason: string;
  /** `event`: it is the event that fails. `receiver`: it is away, or wants to be left alone, for all. */
  readonly fault: 'event' | 'receiver';
  /** Others were taken since the last try. */
  readonly othersTaken: boolean;
}

export interface GivenUp {
  readonly reason: string;
  readonly attempts: number;
}

export interface AttemptOptions {
  /** Failures of the event before giving up; without a place for what is given up, patience has no end. */
  readonly most: number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends the waiting between tries. */
  readonly signal: AbortSignal;
  /** Told of each try after which there is another; what it throws ends the tries. */
  readonly missed: (miss: Miss, failures: number) => void;
}

/**
 * Tries until it is done; undefined when it is, else why it was given up.
 * @throws {NotAccepted} when the signal aborts before that.
 */
export async function attempt(
  task: () => Promise<Attempt>,
  { most, random, sleep, signal, missed }: AttemptOptions,
): Promise<GivenUp | undefined> {
  let failures = 0;
  for (let attempts = 1; ; attempts++) {
    const result = await task();
    if (result.kind === 'done') return undefined;
    const { reason } = result;
    if (result.kind === 'refused') return { reason, attempts };
    if (result.fault === 'event') failures += 1;
    if (failures >= most) return { reason, attempts };
    missed(result, failures);
    await sleep(retryDelayMs(attempts, random(), result.retryAfterMs), signal);
    if (signal.aborted) throw new NotAccepted('the tail is ending');
  }
}
