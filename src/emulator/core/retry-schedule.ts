import type { NotifyStrategy } from './subscription.ts';

const SECOND_MS = 1000;
const BACKOFF_RETRIES = 3;
/** 1, 2, 4 ... 256 seconds, then 512 seconds 167 times: about 23.9 hours. */
const DOUBLING_RETRIES = 9;
const DECAY_RETRIES = 176;
const LONGEST_DECAY_SECONDS = 512;

/** How long to wait before the given retry (from 1 on); `undefined` when the message is given up. */
export function retryDelayMs(
  strategy: NotifyStrategy,
  retry: number,
  random: () => number,
): number | undefined {
  if (strategy === 'BACKOFF_RETRY')
    return retry > BACKOFF_RETRIES ? undefined : Math.round((10 + 10 * random()) * SECOND_MS);
  if (retry > DECAY_RETRIES) return undefined;
  return (retry > DOUBLING_RETRIES ? LONGEST_DECAY_SECONDS : 2 ** (retry - 1)) * SECOND_MS;
}
