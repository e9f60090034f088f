import { screenTime } from '../sinks/screen-time.ts';

/** How times are shown; `t` goes round. */
export type TimeMode = 'local' | 'utc' | 'age';

const NEXT: Record<TimeMode, TimeMode> = { local: 'utc', utc: 'age', age: 'local' };

export const TIME_MODE_NAMES: Record<TimeMode, string> = { local: 'local time', utc: 'UTC', age: 'age' };

export const nextTimeMode = (mode: TimeMode): TimeMode => NEXT[mode];

export interface Clock {
  readonly mode: TimeMode;
  readonly nowMs: number;
}

/** `08:15:30`, with milliseconds where there is room; or how long ago. */
export function formatTime(ms: number, { mode, nowMs }: Clock, precise: boolean): string {
  if (mode === 'age') return formatAgo(nowMs - ms);
  return screenTime(ms, mode === 'utc').slice(11, precise ? 23 : 19);
}

/** With the date, for the details. */
export function formatMoment(ms: number, clock: Clock): string {
  if (clock.mode === 'age') {
    const age = formatTime(ms, clock, false);
    return age === NOW ? age : `${age} ago`;
  }
  return `${screenTime(ms, clock.mode === 'utc').slice(0, 23)}${clock.mode === 'utc' ? ' UTC' : ''}`;
}

const NOW = 'now';

/** `now`, `59 s`, `12 min`, `5 h`, `3 d`. */
function formatAgo(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return NOW;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
