import { Bucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import { type Page, type PageRequest, pageOf } from './listing.ts';
import { Problem } from './problem.ts';

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export interface BucketsOptions {
  readonly clock: Clock;
  /** Only PutBucket makes a bucket; otherwise the first write or rule that names it does. */
  readonly strict: boolean;
}

/** The account's buckets of one service. */
export class Buckets {
  readonly #clock: Clock;
  readonly #strict: boolean;
  readonly #byName = new Map<string, Bucket>();

  constructor({ clock, strict }: BucketsOptions) {
    this.#clock = clock;
    this.#strict = strict;
  }

  all(): IterableIterator<Bucket> {
    return this.#byName.values();
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }

  get(name: string): Bucket | Problem {
    return this.#byName.get(name) ?? new Problem('bucket-missing', name);
  }

  page(request: PageRequest): Page<Bucket> {
    return pageOf(this.#byName.values(), request);
  }

  /** The bucket of a write, made when need be. */
  forWriting(name: string): Bucket | Problem {
    const existing = this.#byName.get(name);
    if (existing !== undefined) return existing;
    if (this.#strict) return new Problem('bucket-missing', name);
    return this.create(name);
  }

  /** Creating one's own bucket again is no error. */
  create(name: string): Bucket | Problem {
    const existing = this.#byName.get(name);
    if (existing !== undefined) return existing;
    if (!BUCKET_NAME.test(name)) return new Problem('bucket-name-invalid', name);
    const bucket = new Bucket(name, this.#clock);
    this.#byName.set(name, bucket);
    return bucket;
  }

  clear(): void {
    this.#byName.clear();
  }

  delete(name: string): Problem | undefined {
    const bucket = this.get(name);
    if (bucket instanceof Problem) return bucket;
    if (bucket.objects.size > 0 || bucket.uploads.size > 0) return new Problem('bucket-not-empty', name);
    this.#byName.delete(name);
    return undefined;
  }
}
