import type { System } from '../system.ts';
import { isLeftBehind } from './left-behind.ts';

export interface OpeningLimit {
  /** For the opening and all that follows; undefined is for ever. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'now' | 'sleep'>;
  /** What was opened too late, or in part, could not be removed again. */
  readonly closeFailed: (error: unknown) => void;
}

export interface OpenedInTime<Opened> {
  readonly opened: Opened;
  /** What is left of the time. */
  readonly restMs: number | undefined;
}

/**
 * Opens within a time of which what follows gets the rest; undefined when the time was over first. What opens all the
 * same, since it could not be broken off, is closed again.
 */
export async function openInTime<Opened extends { close(): Promise<void> }>(
  open: (signal: AbortSignal) => Promise<Opened>,
  { timeoutMs, signal, system, closeFailed }: OpeningLimit,
): Promise<OpenedInTime<Opened> | undefined> {
  if (timeoutMs === undefined) return { opened: await open(signal), restMs: undefined };
  const startedAtMs = system.now();
  const late = new AbortController();
  const done = new AbortController();
  const opening = open(AbortSignal.any([signal, late.signal]));
  const isLate = system.sleep(timeoutMs, done.signal).then(() => 'late' as const);
  try {
    const first = await Promise.race([opening, isLate]);
    if (first !== 'late') return { opened: first, restMs: startedAtMs + timeoutMs - system.now() };
  } finally {
    done.abort();
  }
  late.abort();
  // Its own clean-up is part of the end.
  await opening.then(
    (opened) => opened.close().catch(closeFailed),
    (error: unknown) => {
      if (isLeftBehind(error)) closeFailed(error);
    },
  );
  return undefined;
}
