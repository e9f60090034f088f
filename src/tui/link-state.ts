import type { Notice } from '../sources/source.ts';

export interface LinkState {
  readonly state: 'connecting' | 'ready' | 'lost';
  /** Of the last poll that the service answered well. */
  readonly lastPollAtMs?: number;
  readonly reconnects: number;
}

export const NEW_LINK: LinkState = { state: 'connecting', reconnects: 0 };

/** Never `ready` before a poll was answered. */
export function afterNotice(link: LinkState, { link: news, atMs }: Notice): LinkState {
  if (news === 'lost') return { ...link, state: 'lost' };
  const reconnects = link.reconnects + (news === 'back' ? 1 : 0);
  return { ...link, state: 'ready', lastPollAtMs: atMs, reconnects };
}
