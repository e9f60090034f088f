import { Bucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import type { Journal, ProviderName } from './journal.ts';
import { type Page, type PageRequest, pageOf } from './listing.ts';
import { Problem } from './problem.ts';

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export interface BucketsOptions {
  readonly clock: Clock;
  /** Only PutBucket makes a bucket; otherwise the first write or rule that names it does. */
  readonly strict: boolean;
  readonly provider: ProviderName;
  readonly journal: Journal;
}

/** The account's buckets of one service. */
export class Buckets {
  readonly #options: BucketsOptions;
  readonly #byName = new Map<string, Bucket>();

  constructor(options: BucketsOptions) {
    this.#options = options;
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
    if (this.#options.strict) return new Problem('bucket-missing', name);
    return this.create(name);
  }

  /** Why a rule may not name the bucket, if so; nothing is made of it yet. */
  problemWith(name: string): Problem | undefined {
    if (this.#byName.has(name)) return undefined;
    if (this.#options.strict) return new Problem('bucket-missing', name);
    return BUCKET_NAME.test(name) ? undefined : new Problem('bucket-name-invalid', name);
  }

  get isStrict(): boolean {
    return this.#options.strict;
  }

  /** Creating one's own bucket again is no error. */
  create(name: string): Bucket | Problem {
    const existing = this.#byName.get(name);
    if (existing !== undefined) return existing;
    if (!BUCKET_NAME.test(name)) return new Problem('bucket-name-invalid', name);
    const { clock, provider, journal } = this.#options;
    const bucket = this.restore(name, clock.now());
    journal.record({ kind: 'bucket', provider, bucket: name, createdAtMs: bucket.createdAtMs });
    return bucket;
  }

  /** A bucket of that age, as yet empty. */
  restore(name: string, createdAtMs: number): Bucket {
    const { clock, provider, journal } = this.#options;
    const bucket = new Bucket(name, { clock, provider, journal, createdAtMs });
    this.#byName.set(name, bucket);
    return bucket;
  }

  clear(): void {
    this.#byName.clear();
  }

  delete(name: string): Problem | undefined {
    const bucket = this.get(name);
    if (bucket instanceof Problem) return bucket;
    if (!bucket.versions.isEmpty || bucket.uploads.size > 0) return new Problem('bucket-not-empty', name);
    this.#byName.delete(name);
    const { provider, journal } = this.#options;
    journal.record({ kind: 'bucket-gone', provider, bucket: name });
    return undefined;
  }
}
