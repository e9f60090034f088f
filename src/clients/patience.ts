import { retryDelayMs } from '../domain/retry.ts';
import { ServiceError } from '../errors.ts';

/** How a refusal that passes by itself is waited out: a few times, ever longer, half of it by chance. */

export interface Patience {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** By how much the waits are longer than 250 ms, 500 ms and so on; 4 when left out. */
  readonly stretch?: number;
}

const TRIES = 5;
/** The service's counters are by the second: the first wait is at least half of one, all together at most 15 s. */
const STRETCH = 4;
/** Somebody waits for the end of a command; a longer time that is asked for has to be told instead. */
const LONGEST_ASKED_MS = 10_000;

/**
 * Does the work until it is done, or refused for another reason, or five times.
 * @throws what the last try threw, with the number of tries in it
 */
export async function patiently<Answer>(
  work: () => Promise<Answer>,
  isPassing: (error: unknown) => boolean,
  { sleep, random, signal, stretch = STRETCH }: Patience,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted) throw error;
      if (tries === TRIES) throw givenUp(error);
      const askedMs = error instanceof ServiceError ? (error.retryAfterMs ?? 0) : 0;
      const waitMs = Math.max(stretch * retryDelayMs(tries, random()), Math.min(askedMs, LONGEST_ASKED_MS));
      await sleep(waitMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}

/** Refused before anything was done, so that even what must not happen twice may be tried again. */
export function isThrottling(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 429 || error.code.startsWith('Throttling'));
}

/** The service could not do it just now, and may have done it nevertheless. */
export function isBusy(error: unknown): boolean {
  return error instanceof ServiceError && (error.status ?? 0) >= 500;
}

function givenUp(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { service, code, status, message, hint, requestId } = error;
  return new ServiceError({
    service,
    code,
    message: `${message} (tried ${TRIES} times)`,
    ...(status !== undefined && { status }),
    ...(hint !== undefined && { hint }),
    ...(requestId !== undefined && { requestId }),
    cause: error,
  });
}
