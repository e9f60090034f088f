import { Text } from 'ink';
import { toPrintable } from '../domain/printable.ts';
import type { Snapshot } from './store.ts';

interface LinkLineProps {
  readonly names: string;
  readonly snapshot: Snapshot;
}

const COLORS = { connecting: 'yellow', ready: 'green', lost: 'red' } as const;

/** The honest state of the link: never `ready` before a poll was answered, and how long ago the last one was. */
export function LinkLine({ names, snapshot: { link, count, nowMs } }: LinkLineProps) {
  const facts = [
    `polled ${age(link.lastPollAtMs, nowMs)}`,
    `last event ${age(link.lastEventAtMs, nowMs)}`,
    `${count} ${count === 1 ? 'event' : 'events'}`,
    ...(link.reconnects > 0 ? [`reconnected ${link.reconnects}×`] : []),
  ];
  return (
    <Text wrap="truncate-end">
      <Text color={COLORS[link.state]}>● {link.state}</Text> {toPrintable(names)} · {facts.join(' · ')}
    </Text>
  );
}

/** `never`, `just now`, `12 s ago`, `3 min ago`. */
export function age(atMs: number | undefined, nowMs: number): string {
  if (atMs === undefined) return 'never';
  const seconds = Math.floor((nowMs - atMs) / 1000);
  if (seconds < 2) return 'just now';
  return seconds < 120 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}
