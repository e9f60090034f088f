import type { System } from '../system.ts';

/** 30 frames a second. */
const SHORTEST_MS = 34;
/** Events alone slow the screen down to this, when drawing is that dear; keys never wait for it. */
const LONGEST_MS = 250;
/** A frame may cost this share of the time between two. */
const SHARE = 5;

export interface FramePacer {
  /** There is something new; it will be drawn, together with what else comes until then. */
  request(reason: 'key' | 'event'): void;
  stop(): void;
}

/** Draws at most 30 times a second, and less often when a frame takes long: the events come first. */
export function createFramePacer(
  draw: () => void,
  { now, sleep }: Pick<System, 'now' | 'sleep'>,
): FramePacer {
  let isEnded = false;
  let waiting: AbortController | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let costMs = 0;

  function drawNow() {
    waiting = undefined;
    lastAtMs = now();
    draw();
    // React draws in a microtask of its own, which stands before this one.
    queueMicrotask(() => {
      costMs = costMs * 0.7 + (now() - lastAtMs) * 0.3;
    });
  }

  return {
    request(reason) {
      if (isEnded) return;
      const restMs =
        reason === 'key' ? SHORTEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, costMs * SHARE));
      const atMs = Math.max(now(), lastAtMs + restMs);
      if (waiting && dueAtMs <= atMs) return;
      waiting?.abort();
      const wait = new AbortController();
      [waiting, dueAtMs] = [wait, atMs];
      // The first frame of a burst waits one turn as well, so that a batch of events is one frame.
      void sleep(Math.max(0, atMs - now()), wait.signal).then(() => {
        if (waiting === wait) drawNow();
      });
    },
    stop() {
      isEnded = true;
      waiting?.abort();
      waiting = undefined;
    },
  };
}
