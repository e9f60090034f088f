import type { Notice } from '../sources/source.ts';

export interface LinkState {
  readonly state: 'connecting' | 'ready' | 'listening' | 'reading' | 'lost';
  /** Of the last poll that the service answered well. */
  readonly lastPollAtMs?: number;
  /** How long the answer to the next may take. */
  readonly answerWithinMs?: number;
  /** Of the last push that was taken, where we are pushed to. */
  readonly lastPushAtMs?: number;
}

export const NEW_LINK: LinkState = { state: 'connecting' };

/** Never `ready` before a poll was answered. */
export function afterNotice(link: LinkState, { link: news, atMs, answerWithinMs }: Notice): LinkState {
  switch (news) {
    case 'clock':
    case 'deletions':
    case 'closing':
      return link;
    case 'lost':
    case 'listening':
    case 'reading':
      return { ...link, state: news };
    case 'pushed':
      return { ...link, lastPushAtMs: atMs };
    default:
      return {
        ...link,
        state: 'ready',
        lastPollAtMs: atMs,
        ...(answerWithinMs !== undefined && { answerWithinMs }),
      };
  }
}

/** What an answer may be late by: the rest between two polls, and the way there and back. */
const LATE_MS = 8000;

/** How long a link that counts as ready has had no answer, once that is longer than a poll takes. */
export function silentMs(
  { state, lastPollAtMs, answerWithinMs }: LinkState,
  nowMs: number,
): number | undefined {
  if (state !== 'ready' || lastPollAtMs === undefined || answerWithinMs === undefined) return undefined;
  const ageMs = nowMs - lastPollAtMs;
  return ageMs > answerWithinMs + LATE_MS ? ageMs : undefined;
}
