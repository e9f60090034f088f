import type { Bucket } from './bucket.ts';
import type { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import type { Cause } from './object-event.ts';
import { isMarker, versionIdOf } from './object-versions.ts';
import type { OssEvents } from './oss-events.ts';
import { Problem } from './problem.ts';
import { restoreStateOf } from './restore.ts';
import { mimeTypeOf, type RestoreTimes, type StoredObject } from './stored-object.ts';

/** Only these tell by an event when they are done. */
const TOLD = ['ColdArchive', 'DeepColdArchive'];
const DAY_MS = 24 * 60 * 60 * 1000;

interface Wanted {
  readonly key: string;
  /** The newest unless told. */
  readonly versionId?: string | undefined;
}

export interface RestoresOptions {
  readonly clock: Clock;
  readonly buckets: Buckets;
  readonly events: OssEvents;
  /** Hours in the service; 0 unless the emulator is told otherwise. */
  readonly delayMs: number;
}

/** Archived objects that are being made readable, each of which may raise an event when it is. */
export class Restores {
  readonly #options: RestoresOptions;
  readonly #waiting = new Set<() => void>();

  constructor(options: RestoresOptions) {
    this.#options = options;
  }

  /** Starts to thaw an archived object, or extends the time for which a thawed one stays readable. */
  start(bucket: Bucket, wanted: Wanted, days: number, cause: Cause): 'started' | 'extended' | Problem {
    const { key, versionId } = wanted;
    const object = bucket.get(key, versionId);
    if (object instanceof Problem) return object;
    const { clock, delayMs } = this.#options;
    const now = clock.now();
    const state = restoreStateOf(object, now);
    if (state === 'not-archived') return new Problem('restore-not-needed', key);
    if (state === 'restoring') return new Problem('restore-in-progress', key);
    const readyAtMs = state === 'restored' ? now : now + delayMs;
    const untilMs = readyAtMs + days * DAY_MS;
    const isToTell = state !== 'restored' && TOLD.includes(object.storageClass);
    bucket.amend({ ...object, restore: { readyAtMs, untilMs, ...(isToTell ? { toTell: cause } : {}) } });
    if (isToTell) this.#tellAt(readyAtMs, bucket, object);
    return state === 'restored' ? 'extended' : 'started';
  }

  /** Goes on with those that were not ready, or not told of, when the emulator ended. */
  resume(): void {
    for (const bucket of this.#options.buckets.all())
      for (const version of bucket.versions.keys().flatMap((key) => bucket.versions.of(key)))
        if (!isMarker(version) && version.restore?.toTell !== undefined)
          this.#tellAt(version.restore.readyAtMs, bucket, version);
  }

  /** Nothing is told any more. */
  end(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  #tellAt(readyAtMs: number, bucket: Bucket, waiting: StoredObject): void {
    const { clock } = this.#options;
    const cancel = clock.setTimer(Math.max(0, readyAtMs - clock.now()), () => {
      this.#waiting.delete(cancel);
      const object = bucket.versions.find(waiting.name, versionIdOf(waiting));
      // Overwritten or deleted in the meantime: then nothing was restored.
      if (object === undefined || isMarker(object)) return;
      if (object.restore?.readyAtMs === readyAtMs) this.#tell(bucket, object, object.restore);
    });
    this.#waiting.add(cancel);
  }

  #tell(bucket: Bucket, object: StoredObject, { toTell, ...restore }: RestoreTimes): void {
    if (toTell === undefined) return;
    const { name: key, etag, content } = object;
    const event = { bucket: bucket.name, key, etag, size: content.length, deltaSize: 0 };
    this.#options.events.raise(
      { type: 'ObjectRestore:FinishRestore', ...event, mimeType: mimeTypeOf(object) },
      toTell,
    );
    bucket.amend({ ...object, restore });
  }
}
