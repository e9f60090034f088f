import { retryDelayMs } from '../domain/retry.ts';
import { ServiceError } from '../errors.ts';

/** How a refusal that passes by itself is waited out: a few times, ever longer, half of it by chance. */

export interface Patience {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

const TRIES = 5;
/** The service's counters are by the second: the first wait is at least half of one, all together at most 15 s. */
const STRETCH = 4;

/**
 * Does the work until it is done, or refused for another reason, or five times.
 * @throws what the last try threw, with the number of tries in it
 */
export async function patiently<Answer>(
  work: () => Promise<Answer>,
  isPassing: (error: unknown) => boolean,
  { sleep, random, signal }: Patience,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted) throw error;
      if (tries === TRIES) throw givenUp(error);
      await sleep(STRETCH * retryDelayMs(tries, random()), signal);
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
