import { type LinkState, silentMs } from './link-state.ts';
import type { Theme } from './theme.ts';

type Links = ReadonlyMap<string, LinkState>;

/** The state of all links in a word or two: that of the worst. */
export interface LinkStatus {
  readonly kind: 'lost' | 'silent' | LinkState['state'];
  readonly text: string;
  /** Those it is about, where there are others that it is not about. */
  readonly names: readonly string[];
}

export function linkStatus(links: Links, nowMs: number): LinkStatus {
  const named = (test: (link: LinkState) => boolean) =>
    [...links].filter(([, link]) => test(link)).map(([name]) => name);
  const about = (names: readonly string[]) => (links.size < 2 ? [] : names);
  const lost = named(({ state }) => state === 'lost');
  if (lost.length > 0) return { kind: 'lost', text: 'lost', names: about(lost) };
  const silent = named((link) => silentMs(link, nowMs) !== undefined);
  if (silent.length > 0) {
    const ageMs = Math.max(...[...links.values()].map((link) => silentMs(link, nowMs) ?? 0));
    const text = `no answer for ${Math.floor(ageMs / 1000)} s`;
    return { kind: 'silent', text, names: about(silent) };
  }
  const kind = commonState([...links.values()].map(({ state }) => state));
  return { kind, text: kind, names: [] };
}

/** While one is still connecting, all are. */
function commonState(states: readonly LinkState['state'][]): LinkState['state'] {
  const [first = 'connecting'] = states;
  if (states.includes('connecting')) return 'connecting';
  return states.every((state) => state === first) ? first : 'ready';
}

export function linkPaint({ kind }: LinkStatus, { good, warn, bad }: Theme) {
  const paints = { lost: bad, silent: warn, connecting: warn, ready: good, listening: good, reading: good };
  return paints[kind];
}
