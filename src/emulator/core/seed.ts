import type { QueueAttributes } from './queue-attributes.ts';
import type { ContentFormat, NotifyStrategy } from './subscription.ts';

/** A state to start from. Names alone will do where nothing else is said. */
export interface Seed {
  readonly queues?: readonly (string | SeedQueue)[];
  readonly topics?: readonly (string | SeedTopic)[];
  readonly buckets?: readonly (string | SeedBucket)[];
  readonly rules?: readonly SeedRule[];
}

export interface SeedQueue extends Partial<QueueAttributes> {
  readonly name: string;
  /** Bodies of messages that wait in it. */
  readonly messages?: readonly string[];
}

export interface SeedTopic {
  readonly name: string;
  readonly subscriptions?: readonly SeedSubscription[];
}

export interface SeedSubscription {
  readonly name: string;
  /** `queue:NAME` or an http(s) URL. */
  readonly to: string;
  readonly format?: ContentFormat;
  readonly strategy?: NotifyStrategy;
  readonly filterTag?: string;
}

export interface SeedBucket {
  readonly name: string;
  /** Default `oss`. */
  readonly provider?: 'oss' | 'ks3';
  readonly objects?: readonly SeedObject[];
}

export interface SeedObject {
  readonly key: string;
  /** Content as text; default none. */
  readonly text?: string;
  readonly contentType?: string;
}

/** As in a rule file: star notation in `match`, `topic:NAME`, `queue:NAME` or a URL in `to`; for KS3 only URLs. */
export interface SeedRule {
  readonly name: string;
  readonly bucket: string;
  /** Default `oss`. */
  readonly provider?: 'oss' | 'ks3';
  readonly events: readonly string[];
  readonly match?: readonly string[];
  readonly to?: readonly string[];
}

/** A seed that the emulator cannot take; the message says where and why. */
export class SeedError extends Error {
  readonly code = 'BadSeed';
}
