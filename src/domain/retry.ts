const FIRST_CEILING_MS = 250;
const LONGEST_CEILING_MS = 30_000;
/** A receiver that asks for more patience than this is asked again nevertheless. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** Whether an HTTP answer asks for another try, by the classification of Knative's own senders. */
export function isWorthRetrying(status: number): boolean {
  return status === 404 || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Milliseconds before try `attempt + 1`; half of it by chance, so that many senders do not come together again. */
export function retryDelayMs(attempt: number, random: number, retryAfterMs = 0): number {
  const ceilingMs = Math.min(FIRST_CEILING_MS * 2 ** (attempt - 1), LONGEST_CEILING_MS);
  return Math.max(ceilingMs * (0.5 + random / 2), Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
}

/** A `Retry-After` header, in seconds or as a date, as milliseconds from now; undefined when it is neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
