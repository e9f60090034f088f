import { counted } from './quantities.ts';

/** What there is to say of a tail that gets nothing more. */
export type LastState =
  | { readonly kind: 'ending'; readonly underWay: () => number }
  | { readonly kind: 'ended' | 'failed'; readonly text: string };

/** The key first: the text may be too long for the line. */
export function lastStateText(state: LastState): string {
  if (state.kind !== 'ending') return `${state.kind} (q leaves): ${state.text}`;
  const messages = state.underWay();
  const waiting = messages === 0 ? '' : `: waiting for ${counted(messages, 'message')}`;
  return `ending${waiting}, ctrl-c again to leave at once`;
}
