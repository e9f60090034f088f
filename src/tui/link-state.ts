import type { Notice } from '../sources/source.ts';

export interface LinkState {
  readonly state: 'connecting' | 'ready' | 'listening' | 'lost';
  /** Of the last poll that the service answered well. */
  readonly lastPollAtMs?: number;
  /** Of the last push that was taken, where we are pushed to. */
  readonly lastPushAtMs?: number;
  readonly reconnects: number;
}

export const NEW_LINK: LinkState = { state: 'connecting', reconnects: 0 };

/** Never `ready` before a poll was answered. */
export function afterNotice(link: LinkState, { link: news, atMs }: Notice): LinkState {
  switch (news) {
    case 'clock':
      return link;
    case 'lost':
      return { ...link, state: 'lost' };
    case 'listening':
      return { ...link, state: 'listening' };
    case 'pushed':
      return { ...link, lastPushAtMs: atMs };
    default:
      return {
        ...link,
        state: 'ready',
        lastPollAtMs: atMs,
        reconnects: link.reconnects + (news === 'back' ? 1 : 0),
      };
  }
}
