import type { Bucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import { Problem } from './problem.ts';
import type { StoredObject } from './stored-object.ts';

const ARCHIVES = ['Archive', 'ColdArchive', 'DeepColdArchive'];
/** Only these tell by an event when they are done. */
const TOLD = ['ColdArchive', 'DeepColdArchive'];
const DAY_MS = 24 * 60 * 60 * 1000;

export type RestoreState = 'not-archived' | 'archived' | 'restoring' | 'restored';

export function restoreStateOf({ storageClass, restore }: StoredObject, nowMs: number): RestoreState {
  if (!ARCHIVES.includes(storageClass)) return 'not-archived';
  if (restore === undefined || nowMs >= restore.untilMs) return 'archived';
  return nowMs < restore.readyAtMs ? 'restoring' : 'restored';
}

export interface RestoreRequest {
  readonly days: number;
  /** Hours in the service; 0 unless the emulator is told otherwise. */
  readonly delayMs: number;
  readonly clock: Clock;
  /** Called when the object can be read, if its class tells so. */
  readonly finished: (object: StoredObject) => void;
}

/** Starts to thaw an archived object, or extends the time for which a thawed one stays readable. */
export function restoreObject(
  bucket: Bucket,
  key: string,
  { days, delayMs, clock, finished }: RestoreRequest,
): 'started' | 'extended' | Problem {
  const object = bucket.get(key);
  if (object instanceof Problem) return object;
  const now = clock.now();
  const state = restoreStateOf(object, now);
  if (state === 'not-archived') return new Problem('restore-not-needed', key);
  if (state === 'restoring') return new Problem('restore-in-progress', key);
  const readyAtMs = state === 'restored' ? now : now + delayMs;
  const thawed = { ...object, restore: { readyAtMs, untilMs: readyAtMs + days * DAY_MS } };
  bucket.replace(thawed);
  if (state === 'restored') return 'extended';
  if (TOLD.includes(object.storageClass)) clock.setTimer(delayMs, () => finished(thawed));
  return 'started';
}
